extension RequestDecoder {
  mutating func readHead(_ bytes: Span<UInt8>) throws(RequestFault) -> Step {
    if phase == .start {
      guard bytes.count > 0 else { return .more }
      guard bytes[0] != .carriageReturn else { return try skipEmptyLine(bytes) }
      phase = .requestLine
    }
    if phase == .requestLine {
      guard bytes.count > 0 else { return .more }
      // Whoever speaks another protocol should hear it at once, not when a line has ended.
      guard ByteClass.token.contains(bytes[0]) else { throw .badRequestLine }
      let limit = limits.target + DecoderLimits.besidesTarget
      guard let line = try nextLine(bytes, limit: limit, tooLong: .targetTooLong, malformed: .badRequestLine) else {
        return .more
      }
      try readRequestLine(bytes, line)
      phase = .fields
    }
    while let line = try nextFieldLine(bytes) {
      guard !line.isEmpty else {
        try finishHead(bytes)
        return .head(size: endLine())
      }
      head.fields.append(try readField(bytes, line))
    }
    return .more
  }

  /// Some programs send an empty line too much behind a body (RFC 9112, §2.2). One is skipped.
  private mutating func skipEmptyLine(_ bytes: Span<UInt8>) throws(RequestFault) -> Step {
    guard bytes.count > 1 else { return .more }
    guard bytes[1] == .lineFeed else { throw .badRequestLine }
    phase = .requestLine
    return .skip(2)
  }

  private mutating func readRequestLine(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestFault) {
    guard let first = bytes.firstIndex(of: .space, in: line),
      let second = bytes.firstIndex(of: .space, in: first + 1..<line.upperBound)
    else { throw .badRequestLine }
    head.methodRange = line.lowerBound..<first
    head.target = first + 1..<second
    try readVersion(bytes, second + 1..<line.upperBound)
    try readMethod(bytes)
    guard head.target.count <= limits.target else { throw .targetTooLong }
    guard !head.target.isEmpty, ByteClass.target.containsAll(bytes, head.target) else { throw .badTarget }
  }

  private mutating func readVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestFault) {
    if bytes.equals(range, "HTTP/1.1") { return }
    if bytes.equals(range, "HTTP/1.0") {
      head.isHTTP10 = true
      return
    }
    let start = range.lowerBound
    guard range.count == 8, bytes.equals(start..<start + 5, "HTTP/"), isDigit(bytes[start + 5]),
      bytes[start + 6] == UInt8(ascii: "."), isDigit(bytes[start + 7])
    else { throw .badRequestLine }
    throw .unsupportedVersion
  }

  private mutating func readMethod(_ bytes: Span<UInt8>) throws(RequestFault) {
    let range = head.methodRange
    head.method =
      if bytes.equals(range, "GET") {
        .get
      } else if bytes.equals(range, "POST") {
        .post
      } else if bytes.equals(range, "HEAD") {
        .head
      } else if bytes.equals(range, "PUT") {
        .put
      } else if bytes.equals(range, "PATCH") {
        .patch
      } else if bytes.equals(range, "DELETE") {
        .delete
      } else if bytes.equals(range, "OPTIONS") {
        .options
      } else {
        .other
      }
    guard head.method == .other else { return }
    if bytes.equals(range, "TRACE") || bytes.equals(range, "CONNECT") { throw .methodRefused }
    guard range.count <= DecoderLimits.method else { throw .badMethod }
    for index in range where !(65...90).contains(bytes[index]) && bytes[index] != UInt8(ascii: "-") { throw .badMethod }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
