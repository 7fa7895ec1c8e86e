extension RequestDecoder {
  /// RFC 9112, §7.1. Extensions and trailers are read and dropped.
  mutating func readChunked(_ bytes: Span<UInt8>) throws(RequestFault) -> Step {
    switch phase {
    case .chunkSize:
      guard
        let line = try nextLine(bytes, limit: DecoderLimits.chunkLine, tooLong: .badChunk, malformed: .badChunk)
      else { return .more }
      let size = try readChunkSize(bytes, line)
      phase = size == 0 ? .trailers : .chunk(size)
      return .skip(endLine())
    case .chunk(let missing):
      guard bytes.count > 0 else { return .more }
      let count = min(missing, bytes.count)
      phase = count == missing ? .chunkEnd : .chunk(missing - count)
      return .body(count)
    case .chunkEnd:
      guard bytes.count > 0 else { return .more }
      guard bytes[0] == .carriageReturn else { throw .badChunk }
      guard bytes.count > 1 else { return .more }
      guard bytes[1] == .lineFeed else { throw .badChunk }
      phase = .chunkSize
      return .skip(2)
    default:
      guard let line = try nextFieldLine(bytes) else { return .more }
      if line.isEmpty {
        phase = .ended
      } else {
        _ = try readField(bytes, line)
      }
      return .skip(endLine())
    }
  }

  private mutating func readChunkSize(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestFault) -> Int {
    var (size, end) = (0, line.lowerBound)
    while end < line.upperBound, let digit = bytes[end].hexValue {
      size = size << 4 | digit
      end += 1
      guard end - line.lowerBound <= DecoderLimits.chunkDigits else { throw .badChunk }
    }
    guard end > line.lowerBound else { throw .badChunk }
    extensionBytes += line.upperBound - end
    guard extensionBytes <= DecoderLimits.chunkExtensions, areExtensions(bytes, end..<line.upperBound) else { throw .badChunk }
    return size
  }

  /// Whether a range is nothing, or extensions: `;name`, `;name=token` or `;name="text"`.
  private func areExtensions(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: ";") else { return false }
      let name = ByteClass.token.end(of: bytes, index + 1..<range.upperBound)
      guard name > index + 1 else { return false }
      index = name
      guard index < range.upperBound, bytes[index] == UInt8(ascii: "=") else { continue }
      let value = index + 1
      let isQuoted = value < range.upperBound && bytes[value] == UInt8(ascii: "\"")
      let rest = value..<range.upperBound
      guard let end = isQuoted ? endOfQuotes(bytes, rest) : ByteClass.token.end(of: bytes, rest), end > value else {
        return false
      }
      index = end
    }
    return true
  }

  private func endOfQuotes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound + 1
    while index < range.upperBound, ByteClass.value.contains(bytes[index]) {
      if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
