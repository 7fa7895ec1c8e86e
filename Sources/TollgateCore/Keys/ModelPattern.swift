/// A model id, or the beginning of one followed by `*`: `google/*`, `*`.
package struct ModelPattern: Sendable, Hashable, CustomStringConvertible {
  /// The pattern as it was written.
  package let description: String

  /// - Returns: `nil` where the pattern is empty or has a `*` anywhere but at the end.
  package init?(_ pattern: String) {
    guard !pattern.isEmpty, !pattern.dropLast().contains("*") else { return nil }
    description = pattern
  }

  /// Whether the pattern stands for a model of this id.
  package func matches(_ model: String) -> Bool {
    // By bytes: Swift's text comparison takes differently composed letters for the same.
    guard description.utf8.last == UInt8(ascii: "*") else { return description.utf8.elementsEqual(model.utf8) }
    return model.utf8.starts(with: description.utf8.dropLast())
  }
}
