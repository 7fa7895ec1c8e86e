extension RequestDecoder {
  /// Finds the next line of the header or of the trailers.
  mutating func nextFieldLine(_ bytes: Span<UInt8>) throws(RequestFault) -> Range<Int>? {
    // The empty line at the end always fits.
    let limit = max(0, min(limits.field, limits.headers - headerBytes - 2))
    let next = try nextLine(bytes, limit: limit, tooLong: .headersTooLarge, malformed: .badField)
    guard let line = next, !line.isEmpty else { return next }
    headerBytes += line.count + 2
    headerCount += 1
    guard headerCount <= limits.fields else { throw .headersTooLarge }
    return line
  }

  /// Reads `name: value`.
  func readField(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestFault) -> RequestHead.Field {
    let end = ByteClass.token.end(of: bytes, line)
    let name = line.lowerBound..<end
    guard !name.isEmpty, end < line.upperBound, bytes[end] == UInt8(ascii: ":") else { throw .badField }
    let value = bytes.trimmed(end + 1..<line.upperBound)
    guard bytes.isPlain(value) || ByteClass.value.containsAll(bytes, value) else {
      throw .badValue(name: bytes.text(name.prefix(64)))
    }
    let known = KnownField(bytes, name)
    // Others have taken a coding with white space behind it for another one.
    if known == .transferEncoding, value.upperBound < line.upperBound { throw .badTransferEncoding }
    return RequestHead.Field(known: known, name: name, value: value)
  }
}
