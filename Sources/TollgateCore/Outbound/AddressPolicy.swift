/// Where the gateway connects to at somebody else's word.
package struct AddressPolicy: Sendable, Equatable {
  /// An address and a port at which the gateway itself listens.
  package struct Listener: Sendable, Hashable {
    /// `nil` for every address of this machine and its networks.
    package let address: IPAddress?
    package let port: Int

    /// - Parameters:
    ///   - host: an IP address or a name. A name and the unspecified address stand for every address.
    ///   - port: 1 to 65535.
    package init(host: String, port: Int) {
      address = IPAddress(host).flatMap { $0.bytes.allSatisfy { $0 == 0 } ? nil : $0 }
      self.port = port
    }
  }

  /// Whether the addresses of private networks are allowed. Default: no.
  package var allowsPrivateAddresses = false
  /// Whether this machine's loopback addresses are allowed. Default: no.
  package var allowsLoopback = false
  /// Where the gateway itself listens; nothing is sent there.
  package var ownListeners: [Listener] = []
  /// A server whose host is allowed at whatever address, at its own port and the usual ones, and over http where this says http.
  package var trusted: HTTPAddress?

  /// Only what is on the internet.
  package init() {}

  /// For the files of results: what is on the internet, and the upstream's own host. Where the upstream is on loopback, all of
  /// that is allowed.
  package static func forDownloads(from upstream: HTTPAddress) -> AddressPolicy {
    var policy = AddressPolicy()
    policy.trusted = upstream
    policy.allowsLoopback = HostAndPort.isLoopback(host: upstream.host)
    return policy
  }

  /// For the clients' callbacks. Loopback is allowed while the gateway listens on loopback only, since then its clients are on
  /// this machine too.
  ///
  /// - Parameters:
  ///   - listeners: where the gateway listens, as host and port.
  ///   - servesOthers: whether others than this machine's programs come to them all the same, through a proxy.
  ///   - allowsPrivateAddresses: `callbacks.allow_private_addresses`.
  /// - Returns: what holds while the gateway listens there.
  package static func forCallbacks(
    listeners: [(host: String, port: Int)], servesOthers: Bool = false, allowsPrivateAddresses: Bool
  ) -> AddressPolicy {
    var policy = AddressPolicy()
    policy.allowsPrivateAddresses = allowsPrivateAddresses
    policy.allowsLoopback = !servesOthers && listeners.allSatisfy { HostAndPort.isLoopback(host: $0.host) }
    policy.ownListeners = listeners.map { Listener(host: $0.host, port: $0.port) }
    return policy
  }
}

extension AddressPolicy {
  /// Judges what a URL alone shows, before any name is resolved.
  ///
  /// - Returns: why nothing may be sent there; `nil` where its addresses decide.
  package func refusal(of url: OutboundURL) -> OutboundRefusal? {
    let trusts = trusts(url)
    guard Self.usualPorts.contains(url.port) || url.port >= 1024 || trusts && url.port == trustedPort else { return .port }
    switch url.host {
    case .address(let address):
      return refusal(of: address, for: url)
    case .name(let name):
      let mayBeNear = allowsPrivateAddresses || allowsLoopback && (name == "localhost" || name.hasSuffix(".localhost"))
      return url.isSecure || mayBeNear || trusts && trusted?.isSecure == false ? nil : .scheme
    }
  }

  /// Judges one of the addresses that a URL's host has.
  ///
  /// - Returns: why nothing may be sent there; `nil` where it may.
  package func refusal(of address: IPAddress, for url: OutboundURL) -> OutboundRefusal? {
    if isOwnListener(address, url.port) { return .address }
    if trusts(url) { return url.isSecure || trusted?.isSecure == false ? nil : .scheme }
    switch address.reach {
    case .world: return url.isSecure ? nil : .scheme
    case .privateNetwork: return allowsPrivateAddresses ? nil : .address
    case .loopback: return allowsLoopback ? nil : .address
    case .nobody: return .address
    }
  }

  private static let usualPorts = [80, 443, 8443]

  private var trustedPort: Int? { trusted.map { $0.port ?? ($0.isSecure ? 443 : 80) } }

  private func trusts(_ url: OutboundURL) -> Bool { url.hostText == trusted?.host }

  private func isOwnListener(_ address: IPAddress, _ port: Int) -> Bool {
    ownListeners.contains { listener in
      listener.port == port && (listener.address.map { $0 == address } ?? (address.reach != .world))
    }
  }
}
