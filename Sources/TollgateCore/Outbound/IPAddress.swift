/// An IPv4 or IPv6 address, without port and scope.
package struct IPAddress: Sendable, Hashable {
  /// 4 or 16 bytes, the first one first.
  package let bytes: [UInt8]

  /// An address of a packet or a socket; `nil` unless it has 4 or 16 bytes. An IPv4 address that is mapped into IPv6
  /// (`::ffff:192.0.2.1`) is the IPv4 address: that is where a connection to it goes.
  package init?(bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    let isMapped = bytes.count == 16 && bytes.starts(with: Self.mappedPrefix)
    self.bytes = isMapped ? Array(bytes[12...]) : bytes
  }

  /// An address as it is written: a dotted quad, or IPv6 without brackets and zone. Short, octal and hexadecimal spellings of
  /// IPv4 are none.
  package init?(_ text: some StringProtocol) {
    guard let bytes = IPLiteral.v4(text) ?? IPLiteral.v6(text) else { return nil }
    self.init(bytes: bytes)
  }

  private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
}
