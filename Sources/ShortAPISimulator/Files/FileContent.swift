import NIOCore
import TollgateCore

/// The bytes of a result file, made where they are sent: a small real file, and filling behind it up to a size. A smaller size
/// leaves the beginning of the real file.
struct FileContent: Sendable {
  /// In bytes.
  let size: Int64
  /// The strong `ETag`: equal files have equal ones.
  let tag: String
  private let beginning: [UInt8]

  /// - Parameters:
  ///   - format: what the file is.
  ///   - seed: equal seeds give equal bytes.
  ///   - size: `nil` for that of the small file.
  init(format: FileFormat, seed: String, size: Int64?) {
    let file = format.bytes(seed: seed)
    self.size = size ?? Int64(file.count)
    beginning = Array(file.prefix(Int(clamping: self.size)))
    tag = "\"" + Fingerprint.sha256(of: Array("\(seed) \(self.size)".utf8)).prefix(32) + "\""
  }

  /// At most `count` bytes from `offset` on.
  func bytes(from offset: Int64, count: Int) -> ByteBuffer {
    if offset < beginning.count {
      return ByteBuffer(bytes: beginning[Int(offset)...].prefix(count))
    }
    let start = Int(offset % Int64(Self.filling.readableBytes))
    let length = min(count, Self.filling.readableBytes - start, Int(clamping: size - offset))
    return Self.filling.getSlice(at: start, length: max(0, length)) ?? ByteBuffer()
  }

  /// Its length is a prime number, so that no part of a file looks like another that is a round number away.
  private static let filling: ByteBuffer = {
    var generator = SeededGenerator(seed: 0)
    return ByteBuffer(bytes: (0..<65_521).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
  }()
}

/// A part of a file that is the body of an answer.
struct FilePart: Sendable {
  let content: FileContent
  var range: Range<Int64>

  var count: Int64 { range.upperBound - range.lowerBound }

  /// The beginning of the rest, which is taken out of it.
  mutating func next() -> ByteBuffer? {
    guard !range.isEmpty else { return nil }
    let bytes = content.bytes(from: range.lowerBound, count: Int(min(count, 1 << 16)))
    range = (range.lowerBound + Int64(bytes.readableBytes))..<range.upperBound
    return bytes
  }

  /// Only so many bytes of it.
  func prefix(_ count: Int64) -> FilePart {
    FilePart(content: content, range: range.lowerBound..<min(range.upperBound, range.lowerBound + count))
  }
}
