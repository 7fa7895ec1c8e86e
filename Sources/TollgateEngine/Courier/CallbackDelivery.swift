package import TollgateCore

/// What the engine needs for calling clients back.
package struct CallbackDelivery: Sendable {
  let transport: any CallbackTransport
  /// Judges the member `callback_url` of a create by itself.
  let wish: @Sendable (JSONValue) -> CallbackWish
  /// The signing secrets of the configuration file, by the names of their keys.
  let declaredSecrets: [String: SigningSecret]

  /// - Parameters:
  ///   - transport: posts.
  ///   - declaredSecrets: the signing secrets of the configuration file, by the names of their keys.
  ///   - wish: judges the member `callback_url` of a create by itself.
  package init(
    transport: any CallbackTransport, declaredSecrets: [String: SigningSecret] = [:],
    wish: @escaping @Sendable (JSONValue) -> CallbackWish
  ) {
    self.transport = transport
    self.declaredSecrets = declaredSecrets
    self.wish = wish
  }
}
