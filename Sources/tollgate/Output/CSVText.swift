import TollgateCore

/// Comma-separated values (RFC 4180) that a spreadsheet may open.
enum CSVText {
  /// What makes a spreadsheet take a cell for a formula; some look past spaces.
  private static let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

  /// One record with its line end.
  static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

  /// Text from outside as it may stand in a cell: on one line, and never a formula.
  static func harmless(_ text: String) -> String {
    let plain = DisplayText.plain(text)
    let isFormula = plain.unicodeScalars.first { !$0.properties.isWhitespace }.map(formulaSigns.contains) ?? false
    return isFormula ? "'" + plain : plain
  }

  private static func quoted(_ field: String) -> String {
    // By scalars: a line end is one character of two.
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return field }
    return "\"" + field.replacing(scalar: "\"", with: "\"\"") + "\""
  }
}
