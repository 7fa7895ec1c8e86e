extension RequestDecoder {
  /// Looks at the fields that say where the request goes and where it ends.
  mutating func finishHead(_ bytes: Span<UInt8>) throws(RequestFault) {
    var (host, length, coding): (Range<Int>?, Range<Int>?, Range<Int>?)
    head.keepsAlive = !head.isHTTP10
    for field in head.fields {
      switch field.known {
      case .host:
        guard host == nil, HostSyntax.isHost(bytes, field.value) else { throw .badHost }
        host = field.value
      case .contentLength:
        guard length == nil else { throw .badLength }
        length = field.value
      case .transferEncoding:
        guard coding == nil else { throw .badTransferEncoding }
        coding = field.value
      case .connection:
        if closes(bytes, field.value) { head.keepsAlive = false }
      default: break
      }
    }
    guard host != nil || head.isHTTP10 || !limits.requiresHost else { throw .badHost }
    try resolveTarget(bytes, host: host)
    try readBodyLength(bytes, length: length, coding: coding)
    try readExpectation(bytes)
    switch head.bodyLength {
    case .none: phase = .ended
    case .bytes(let count): phase = .counted(count)
    case .chunked:
      phase = .chunkSize
      (headerBytes, headerCount) = (0, 0)
    }
  }

  private func closes(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
    var start = value.lowerBound
    while start <= value.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<value.upperBound) ?? value.upperBound
      if bytes.equalsIgnoringCase(bytes.trimmed(start..<end), "close") { return true }
      start = end + 1
    }
    return false
  }

  /// Takes the path and query out of a target that names the server, too (RFC 9112, §3.2).
  private mutating func resolveTarget(_ bytes: Span<UInt8>, host: Range<Int>?) throws(RequestFault) {
    let target = head.target
    let scheme: StaticString = "http://"
    switch bytes[target.lowerBound] {
    case UInt8(ascii: "/"): return
    case UInt8(ascii: "*") where target.count == 1 && head.method == .options: throw .methodRefused
    default: break
    }
    let start = target.lowerBound + scheme.utf8CodeUnitCount
    guard start < target.upperBound, bytes.equalsIgnoringCase(target.lowerBound..<start, scheme) else { throw .badTarget }
    var end = start
    while end < target.upperBound, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
    guard HostSyntax.isHost(bytes, start..<end) else { throw .badTarget }
    guard let host, bytes.areEqualIgnoringCase(start..<end, host) else { throw .foreignTarget }
    head.target = end..<target.upperBound
  }

  /// RFC 9112, §6.3: only one of both says how long the body is.
  private mutating func readBodyLength(
    _ bytes: Span<UInt8>, length: Range<Int>?, coding: Range<Int>?
  ) throws(RequestFault) {
    if let coding {
      guard length == nil else { throw .twoLengths }
      guard !head.isHTTP10 else { throw .badTransferEncoding }
      guard bytes.equalsIgnoringCase(coding, "chunked") else { throw codingFault(bytes, coding) }
      head.bodyLength = .chunked
    } else if let length {
      // A number of more digits is beyond anything.
      guard (1...18).contains(length.count) else { throw .badLength }
      var count = 0
      for index in length {
        guard (48...57).contains(bytes[index]) else { throw .badLength }
        count = count * 10 + Int(bytes[index] - 48)
      }
      head.bodyLength = count == 0 ? .none : .bytes(count)
    }
  }

  /// A body whose last coding is `chunked` has an end, and only a coding in it is not understood.
  private func codingFault(_ bytes: Span<UInt8>, _ coding: Range<Int>) -> RequestFault {
    guard let comma = coding.last(where: { bytes[$0] == UInt8(ascii: ",") }),
      bytes.equalsIgnoringCase(bytes.trimmed(comma + 1..<coding.upperBound), "chunked")
    else { return .badTransferEncoding }
    var start = coding.lowerBound
    while start <= comma {
      let end = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<comma) ?? comma
      let name = bytes.trimmed(start..<end)
      guard !name.isEmpty, ByteClass.token.containsAll(bytes, name), !bytes.equalsIgnoringCase(name, "chunked") else {
        return .badTransferEncoding
      }
      start = end + 1
    }
    return .unknownTransferCoding
  }

  private mutating func readExpectation(_ bytes: Span<UInt8>) throws(RequestFault) {
    // HTTP/1.0 has no interim answers, and its expectations are ignored (RFC 9110, §10.1.1).
    guard !head.isHTTP10 else { return }
    for field in head.fields where field.known == .expect {
      guard bytes.equalsIgnoringCase(field.value, "100-continue") else { throw .badExpectation }
      head.expectsContinue = head.bodyLength != .none
    }
  }
}
