package import TollgateCore

extension GatewayConfiguration {
  /// Who may look after the gateway from a browser.
  package struct Admin: Sendable, Equatable {
    /// What the console asks for. Without it, and with keys, there is no console.
    ///
    /// - `admin.token` (default empty): at least 16 characters.
    package var token: Secret?

    /// The defaults.
    package init() {}
  }
}

extension GatewayConfiguration.Admin {
  mutating func read(_ section: MappingReader) {
    section.scalar("token", &token, .adminToken)
  }
}
