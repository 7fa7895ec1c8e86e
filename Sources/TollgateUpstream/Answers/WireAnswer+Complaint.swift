import TollgateCore

extension WireAnswer {
  /// Why the answer cannot be used, in words, with its beginning where it has one and without the key.
  ///
  /// - Parameters:
  ///   - problem: what is wrong with it, as the end of a sentence.
  ///   - document: what it holds, where that is JSON.
  ///   - redactor: takes the upstream key out.
  /// - Returns: the sentence.
  func complaint(_ problem: String, _ document: JSONValue?, _ redactor: Redactor) -> String {
    let excerpt = document.map { Excerpt.of($0, redactor: redactor) } ?? Excerpt.of(body, redactor: redactor)
    return "the upstream answered HTTP \(status), but \(problem)" + (excerpt.isEmpty ? "" : ": \(excerpt)")
  }
}
