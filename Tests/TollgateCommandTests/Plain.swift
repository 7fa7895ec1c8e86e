/// What a terminal shows of coloured text.
enum Plain {
  /// The text without its colours, and nothing else less: any other command of a terminal stays, for a test to find.
  static func text(_ coloured: String) -> String {
    var plain = coloured
    for code in ["1", "2", "32", "36", "1;33", "1;31", "0"] { plain = plain.replacing("\u{1B}[\(code)m", with: "") }
    return plain
  }
}
