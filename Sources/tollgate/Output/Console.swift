import Foundation

/// The two places that a command writes to: results on standard output, everything about them on standard error.
enum Console {
  /// Writes a result, which a script may read.
  static func result(_ text: String) { write(text, to: .standardOutput) }

  /// Writes a result whose line ends are its own.
  static func exact(_ text: String) { write(Data(text.utf8), to: .standardOutput) }

  /// Writes a remark for people.
  static func remark(_ text: String) { write(text, to: .standardError) }

  /// Writes what went wrong, one line for each problem.
  static func error(_ problems: String) {
    for line in problems.split(whereSeparator: \.isNewline) { write("Error: " + line, to: .standardError) }
  }

  private static func write(_ text: String, to handle: FileHandle) {
    write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8), to: handle)
  }

  private static func write(_ data: Data, to handle: FileHandle) {
    // Who has closed the other end does not want to read it.
    try? handle.write(contentsOf: data)
  }
}
