extension IPAddress {
  /// Whom an address reaches, as far as that is known from its number.
  package enum Reach: Sendable, Equatable {
    /// Anybody's machine on the internet.
    case world
    /// A machine of a private network: RFC 1918, RFC 6598 and unique local IPv6.
    case privateNetwork
    /// This machine.
    case loopback
    /// Nobody who serves files or takes callbacks: link-local addresses and the metadata services of clouds, multicast,
    /// documentation, tunnels, and what is not given out.
    case nobody
  }

  /// After IANA's registers of special-purpose addresses.
  package var reach: Reach { bytes.count == 4 ? Self.reach(v4: bytes) : Self.reach(v6: bytes) }

  private static func reach(v4 bytes: [UInt8]) -> Reach {
    if metadataServices.contains(bytes) { return .nobody }
    if bytes[0] == 127 { return .loopback }
    if privateV4.contains(where: { $0.contains(bytes) }) { return .privateNetwork }
    return reservedV4.contains { $0.contains(bytes) } ? .nobody : .world
  }

  private static func reach(v6 bytes: [UInt8]) -> Reach {
    if metadataServices.contains(bytes) { return .nobody }
    if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
    if uniqueLocal.contains(bytes) { return .privateNetwork }
    // Where a network has IPv6 only, the world's IPv4 addresses look like this; only the world's are translated.
    if translated.contains(bytes) { return reach(v4: Array(bytes[12...])) == .world ? .world : .nobody }
    return globalUnicast.contains(bytes) && !reservedV6.contains { $0.contains(bytes) } ? .world : .nobody
  }

  private static let privateV4 = [
    AddressBlock([10], 8), AddressBlock([100, 64], 10), AddressBlock([172, 16], 12), AddressBlock([192, 168], 16),
  ]

  private static let reservedV4 = [
    AddressBlock([0], 8), AddressBlock([169, 254], 16), AddressBlock([192, 0, 0], 24), AddressBlock([192, 0, 2], 24),
    AddressBlock([192, 88, 99], 24), AddressBlock([198, 18], 15), AddressBlock([198, 51, 100], 24),
    AddressBlock([203, 0, 113], 24), AddressBlock([224], 3),
  ]

  private static let uniqueLocal = AddressBlock([0xFC], 7)

  /// NAT64's well-known prefix (RFC 6052).
  private static let translated = AddressBlock([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 96)

  /// All that is given out to machines of the internet. Outside of it are the unspecified address, IPv4-compatible addresses,
  /// NAT64 of a network's own, the discard prefix, site-local, link-local and multicast.
  private static let globalUnicast = AddressBlock([0x20], 3)

  /// Teredo and other protocols' own, documentation twice, and 6to4, whose relays are long gone.
  private static let reservedV6 = [
    AddressBlock([0x20, 0x01, 0x00], 23), AddressBlock([0x20, 0x01, 0x0D, 0xB8], 32), AddressBlock([0x20, 0x02], 16),
    AddressBlock([0x3F, 0xFF, 0x00], 20),
  ]

  /// Services of clouds that give secrets to whoever asks, at addresses that look private or public: Alibaba, Azure, AWS and
  /// Google. All others are link-local.
  private static let metadataServices: Set<[UInt8]> = [
    [100, 100, 100, 200], [168, 63, 129, 16],
    [0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54],
    [0xFD, 0x20, 0, 0xCE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54],
  ]
}
