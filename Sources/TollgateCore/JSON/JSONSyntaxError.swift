/// Why and where a document is not the strict JSON that the gateway accepts.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
  /// The place in the document, in bytes from 0.
  package let offset: Int
  /// The line from 1; lines end with a line feed.
  package let line: Int
  /// The character within the line, from 1.
  package let column: Int
  /// What is wrong, as the end of a sentence.
  package let reason: String

  /// Computes line and column. The bytes before `offset` are valid UTF-8.
  init(_ reason: String, at offset: Int, in bytes: Span<UInt8>) {
    self.offset = offset
    self.reason = reason
    var line = 1
    var column = 1
    for index in 0..<min(offset, bytes.count) {
      if bytes[index] == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if bytes[index] & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }

  /// For example `line 3, column 14: duplicate member "prompt"`.
  package var description: String { "line \(line), column \(column): \(reason)" }
}
