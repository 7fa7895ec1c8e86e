import Testing

@testable import tollgate

/// What output has to be, whatever text from outside is in it.
enum Harmless {
  /// Expects so many lines, and in them nothing that changes a terminal, the direction of text or the number of lines, but the
  /// program's own colours.
  static func expect(_ output: String, lines: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    let plain = Plain.text(output)
    for scalar in plain.unicodeScalars where scalar != "\n" {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
        Issue.record("U+\(String(scalar.value, radix: 16)) is in \(plain.debugDescription)", sourceLocation: sourceLocation)
      default: continue
      }
    }
    guard let lines else { return }
    let count = plain.split(separator: "\n").count
    #expect(count == lines, "\(plain.debugDescription)", sourceLocation: sourceLocation)
  }
}
