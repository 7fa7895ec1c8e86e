import Yams

extension YAMLDocument {
  /// Where something is, both from 1; the start of the document where Yams does not say.
  struct Place {
    var line = 1
    var column = 1

    init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    init(_ mark: Mark?) {
      line = mark?.line ?? 1
      column = mark?.column ?? 1
    }
  }

  static let aliasRemedy = """
    an alias (* outside quotes) is not allowed in this file; if a * is meant, quote the whole text, such as "*" or "google/*".
    """
  static let anchorRemedy =
    "an anchor (& at the start of a value) is not allowed in this file; if a & is meant, quote the whole text."

  static let depthRemedy = "nested deeper than \(maximumDepth) levels, which no setting needs."

  func problem(at place: Place, _ sentence: String) -> ConfigurationError {
    ConfigurationError("\(file):\(place.line):\(place.column): \(sentence)")
  }

  func syntaxError(_ error: YamlError) -> ConfigurationError {
    switch error {
    case .scanner(let context, let reason, let mark, _), .parser(let context, let reason, let mark, _),
      .composer(let context, let reason, let mark, _):
      return syntaxError(reason, at: Place(mark), context: context)
    case .duplicatedKeysInMapping(let names, let context):
      let quoted = names.map { quote(restored($0)) }.joined(separator: ", ")
      return problem(at: Place(context.mark), "\(quoted) is written more than once in the same mapping, first here; keep one.")
    case .reader(let reason, let offset, _, let yaml):
      let line = offset.map { 1 + yaml.prefix($0).count(where: \.isNewline) } ?? 1
      return ConfigurationError("\(file):\(line): not valid YAML: \(reason).")
    default:
      return ConfigurationError("\(file): not readable as YAML.")
    }
  }

  private func syntaxError(_ reason: String, at place: Place, context: YamlError.Context?) -> ConfigurationError {
    let doing = context?.text ?? ""
    if let anchor = anchorBefore(place) { return problem(at: anchor, Self.anchorRemedy) }
    if doing.contains("alias") { return problem(at: Place(context?.mark), Self.aliasRemedy) }
    if reason.contains("undefined alias") { return problem(at: place, Self.aliasRemedy) }
    if reason.contains("another document") {
      return problem(at: place, "a second document starts here; a configuration is one document.")
    }
    if reason.contains("nesting level") { return problem(at: place, Self.depthRemedy) }
    let line = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropFirst(place.line - 1).first ?? ""
    if line.prefix(while: \.isWhitespace).contains("\t") {
      return problem(at: place, "a tab cannot indent in YAML; use spaces.")
    }
    let begun = context.map { $0.mark.line == place.line || doing.isEmpty ? "" : " begun on line \($0.mark.line)" } ?? ""
    return problem(at: place, "not valid YAML: \(doing.isEmpty ? "" : doing + begun + ", ")\(reason).")
  }

  /// The anchor that is the likely cause of a syntax error on its line or one of the next two: with the stand-in, a mapping
  /// with an anchor is no valid YAML any more. Only the choice of the sentence hangs on it.
  private func anchorBefore(_ mark: Place) -> Place? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(mark.line)
    for (index, line) in lines.enumerated().suffix(3).reversed() {
      var previous: Character = " "
      for (column, character) in line.enumerated() {
        if previous == " ", character == "#" { break }
        if previous == "&", character != " " { return Place(line: index + 1, column: column) }
        previous = character == "&" && !" \t[{,".contains(previous) ? "." : character
      }
    }
    return nil
  }
}
