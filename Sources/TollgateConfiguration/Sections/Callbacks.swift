extension GatewayConfiguration {
  /// Where jobs' records are posted when clients ask for it.
  package struct Callbacks: Sendable, Equatable {
    /// Whether callbacks may go to addresses of private networks, and to this machine. While the gateway listens on loopback
    /// only, this machine is allowed anyway.
    ///
    /// - `callbacks.allow_private_addresses` (default `false`): `true` or `false`.
    package var allowPrivateAddresses = false

    /// The defaults.
    package init() {}
  }
}

extension GatewayConfiguration.Callbacks {
  mutating func read(_ section: MappingReader) {
    section.scalar("allow_private_addresses", &allowPrivateAddresses, .truth)
  }
}
