/// How hosts are spelled in `Host` and in targets: a name or an IPv4 address, or an IPv6 address in brackets, and a port or none.
enum HostSyntax {
  private static let longestName = 255
  private static let longestAddress = 45

  /// Whether a range is a host. Who it is, is not asked.
  static func isHost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    var end = first
    if bytes[first] == UInt8(ascii: "[") {
      guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]"), in: range), isAddress(bytes, first + 1..<bracket) else {
        return false
      }
      end = bracket + 1
    } else {
      end = ByteClass.host.end(of: bytes, range)
      guard (1...longestName).contains(end - first) else { return false }
    }
    return isPort(bytes, end..<range.upperBound)
  }

  private static func isAddress(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard (2...longestAddress).contains(range.count), bytes.firstIndex(of: UInt8(ascii: ":"), in: range) != nil else {
      return false
    }
    for index in range where bytes[index].hexValue == nil && !":.".utf8.contains(bytes[index]) { return false }
    return true
  }

  /// Whether nothing follows, or `:` and a port, which may be missing (RFC 3986, §3.2.3).
  private static func isPort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first else { return true }
    guard bytes[first] == UInt8(ascii: ":"), range.count <= 6 else { return false }
    var port = 0
    for index in range.dropFirst() {
      guard (48...57).contains(bytes[index]) else { return false }
      port = port * 10 + Int(bytes[index] - 48)
    }
    return port <= 65_535
  }
}
