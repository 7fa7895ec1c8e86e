extension ModelPattern: Codable {
  /// Reads a pattern that somebody wrote.
  ///
  /// - Throws: a sentence that says what may be written.
  package init(written text: String) throws(AdministrationError) {
    guard let pattern = ModelPattern(text) else {
      throw AdministrationError(
        .invalid, "\"\(text)\" is no model pattern; use an id, or the beginning of one and a *, e.g. google/*.")
    }
    self = pattern
  }

  /// Reads the pattern as a text.
  ///
  /// - Throws: ``AdministrationError`` where the text is none.
  package init(from decoder: any Decoder) throws {
    try self.init(written: try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
