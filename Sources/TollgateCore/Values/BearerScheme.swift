/// The `Bearer` in front of a key. It belongs to the `Authorization` header, but many programs keep it together with the key,
/// so that it may stand there more than once.
package enum BearerScheme {
  private static let name = "bearer"

  /// Takes every `Bearer` off the front of a text, and the blanks around what is left.
  ///
  /// - Returns: what is left, which may be empty, and whether there was a `Bearer`.
  package static func strip(_ text: some StringProtocol) -> (token: String, wasNamed: Bool) {
    var rest = trimmed(Substring(text))
    var wasNamed = false
    while rest.prefix(name.count).lowercased() == name, rest.dropFirst(name.count).first.map(isBlank) ?? true {
      rest = trimmed(rest.dropFirst(name.count))
      wasNamed = true
    }
    return (String(rest), wasNamed)
  }

  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return text
  }
}
