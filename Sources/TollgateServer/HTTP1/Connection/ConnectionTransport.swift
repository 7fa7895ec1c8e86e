package import TollgateCore

/// What connections come over.
package struct ConnectionTransport: Sendable {
  /// What is shown to those who connect; `nil` where nothing is encrypted.
  package var identity: ServerIdentity?
  /// How long browsers are told to ask over https only; `nil` for not at all.
  package var strictTransport: Duration?
  /// The proxies that are believed.
  package var trustedProxies = TrustedProxies()
  /// Whether it is a Unix socket.
  package var isSocket = false

  /// TCP in the clear, and nobody is believed.
  package init() {}

  /// Whether connections are encrypted.
  var isSecure: Bool { identity != nil }

  /// What answers say about it.
  var strictTransportField: String? { strictTransport.map { "max-age=\($0.components.seconds)" } }
}
