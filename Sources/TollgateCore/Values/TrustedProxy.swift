/// A proxy in front of the gateway, or a network of them, that is believed when it says for whom it asks.
package enum TrustedProxy: Sendable, Hashable, CustomStringConvertible {
  /// Every address whose first `length` bits are those of this one.
  case network(IPAddress, length: Int)
  /// Whoever comes over the Unix socket that is listened on.
  case socket

  /// Reads `10.0.0.7`, `10.0.0.0/8`, `fd00::/8` or `unix`.
  ///
  /// - Returns: `nil` for anything else, also for a network whose address has bits behind its length, and for one of length 0:
  ///   that would be everybody.
  package init?(_ text: String) {
    if text == "unix" {
      self = .socket
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
    let bits = address.bytes.count * 8
    var length = bits
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy(\.isASCIIDigit), parts[1].first != "0", let number = Int(parts[1]) else { return nil }
      length = number
    }
    guard (1...bits).contains(length), Self.beginning(of: address, length) == address else { return nil }
    self = .network(address, length: length)
  }

  /// The network that was probably meant where an address has bits behind its length: `10.0.0.0/8` for `10.1.2.3/8`.
  package static func network(meantBy text: String) -> TrustedProxy? {
    let parts = text.split(separator: "/")
    guard parts.count == 2, let address = IPAddress(parts[0]), let length = Int(parts[1]),
      (1...address.bytes.count * 8).contains(length)
    else { return nil }
    return .network(beginning(of: address, length), length: length)
  }

  /// The address with zeros behind its first bits.
  private static func beginning(of address: IPAddress, _ length: Int) -> IPAddress {
    let bytes = address.bytes.enumerated().map { index, byte in
      let kept = min(max(length - index * 8, 0), 8)
      return kept == 0 ? 0 : byte & (0xFF << UInt8(8 - kept))
    }
    return IPAddress(bytes: bytes) ?? address
  }

  /// As it is written in the configuration.
  package var description: String {
    switch self {
    case .socket: "unix"
    case .network(let address, let length): length == address.bytes.count * 8 ? "\(address)" : "\(address)/\(length)"
    }
  }
}

/// All proxies that are believed.
package struct TrustedProxies: Sendable, Equatable {
  private let proxies: [TrustedProxy]

  package init(_ proxies: [TrustedProxy] = []) { self.proxies = proxies }

  /// Whether nobody is believed.
  package var isEmpty: Bool { proxies.isEmpty }

  /// Whether whoever comes over the Unix socket is believed.
  package var trustsSocket: Bool { proxies.contains(.socket) }

  /// Whether an address is that of a proxy.
  package func contains(_ address: IPAddress) -> Bool {
    proxies.contains { proxy in
      guard case .network(let network, let length) = proxy, network.bytes.count == address.bytes.count else { return false }
      return AddressBlock(network.bytes, length).contains(address.bytes)
    }
  }
}
