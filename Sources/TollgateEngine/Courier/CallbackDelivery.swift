package import TollgateCore

/// What the engine needs for calling clients back.
package struct CallbackDelivery: Sendable {
  /// What a create's `callback_url` comes to.
  package enum Target: Sendable, Equatable {
    /// It can be delivered. The host is what receivers are told apart by, such as `https://example.com:443`.
    case deliver(url: String, host: String)
    /// It cannot, whatever happens; the notice says why, in printable ASCII.
    case ignored(notice: String)
  }

  let transport: any CallbackTransport
  /// Judges the member `callback_url` of a create by itself.
  let target: @Sendable (JSONValue) -> Target
  /// The signing secrets of the configuration file, by the names of their keys.
  let declaredSecrets: [String: SigningSecret]

  /// - Parameters:
  ///   - transport: posts.
  ///   - declaredSecrets: the signing secrets of the configuration file, by the names of their keys.
  ///   - target: judges the member `callback_url` of a create, which is not null, by itself.
  package init(
    transport: any CallbackTransport, declaredSecrets: [String: SigningSecret] = [:],
    target: @escaping @Sendable (JSONValue) -> Target
  ) {
    self.transport = transport
    self.declaredSecrets = declaredSecrets
    self.target = target
  }
}
