import Glibc
import TollgateCore

/// Writes an answer's bytes one after the other into memory that was asked for once.
@safe
struct WireWriter: AnswerFieldWriter {
  private let memory: UnsafeMutableRawBufferPointer
  /// The bytes that were written.
  private(set) var count = 0
  /// Whether something did not fit, so that what was written is not to be used.
  private(set) var isFull = false

  /// - Parameter memory: has to outlive this.
  init(unsafe memory: UnsafeMutableRawBufferPointer) { unsafe self.memory = memory }

  mutating func begin(_ field: AnswerField) { write(field.label) }

  mutating func end() { write("\r\n") }

  mutating func write(_ text: StaticString) {
    unsafe write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0)) }
  }

  mutating func write(_ digits: DecimalDigits) { digits.withBytes { write($0) } }

  mutating func write(_ bytes: Span<UInt8>) { unsafe bytes.withUnsafeBytes { unsafe write($0) } }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) {
    guard let from = bytes.baseAddress else { return }
    guard let to = unsafe memory.baseAddress, unsafe bytes.count <= memory.count - count else {
      isFull = true
      return
    }
    unsafe memcpy(to + count, from, bytes.count)
    count += bytes.count
  }
}
