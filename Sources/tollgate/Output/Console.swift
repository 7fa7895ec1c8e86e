import Foundation

/// The two places that a command writes to: results on standard output, everything about them on standard error.
enum Console {
  /// Writes a result, which a script may read.
  ///
  /// - Returns: whether somebody reads it still.
  @discardableResult
  static func result(_ text: String) -> Bool { write(text, to: .standardOutput) }

  /// Writes a result whose line ends are its own, or that is part of a line.
  @discardableResult
  static func exact(_ text: String) -> Bool { write(Data(text.utf8), to: .standardOutput) }

  /// Writes a remark for people.
  static func remark(_ text: String) {
    // A sentence may have something from outside in it.
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      for part in DisplayText.folded(DisplayText.plain(String(line)), to: Terminal.errorWidth) {
        _ = write(part, to: .standardError)
      }
    }
  }

  /// Writes what went wrong, one line for each problem.
  static func error(_ problems: String) {
    for line in lines(ofError: problems) {
      for part in DisplayText.folded(line, to: Terminal.errorWidth) { _ = write(part, to: .standardError) }
    }
  }

  /// The lines that say what went wrong.
  static func lines(ofError problems: String) -> [String] {
    problems.split(whereSeparator: \.isNewline).map { "Error: " + DisplayText.plain(String($0)) }
  }

  private static func write(_ text: String, to handle: FileHandle) -> Bool {
    write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8), to: handle)
  }

  private static func write(_ data: Data, to handle: FileHandle) -> Bool {
    // Who has closed the other end does not want to read it.
    (try? handle.write(contentsOf: data)) != nil
  }
}
