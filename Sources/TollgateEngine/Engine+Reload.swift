import Logging
package import TollgateCore

/// What a reload gives the engine to go by.
package struct EngineReload: Sendable {
  /// Time zone, files, memory and questions at the same time are those of the start, whatever it says.
  package let policy: GatewayPolicy
  /// It makes the same contents as the one before; see ``TollgateCore/Catalogue/normalisation``.
  package let catalogue: Catalogue
  package let declaration: Declaration
  /// The callbacks' signing secrets of the configuration file, by the names of their keys.
  package let callbackSecrets: [String: SigningSecret]

  package init(
    policy: GatewayPolicy, catalogue: Catalogue, declaration: Declaration, callbackSecrets: [String: SigningSecret]
  ) {
    self.policy = policy
    self.catalogue = catalogue
    self.declaration = declaration
    self.callbackSecrets = callbackSecrets
  }
}

extension Engine {
  /// Goes by other settings from now on. What is under way ends under those with which it has begun.
  ///
  /// - Throws: ``StoreError``; nothing has changed then.
  package func reload(_ new: EngineReload) async throws(StoreError) {
    // What may fail comes first.
    try await gateway.store.declare(new.declaration, at: gateway.time.now())
    let settings = gateway.settings
    settings.replace(
      by: EngineSettings(
        policy: new.policy, catalogue: new.catalogue,
        rates: RateLimiter(limits: new.policy.rate, continuing: settings.current.rates)))
    permits.change(permits: new.policy.maximumSending, queueSize: new.policy.queueSize, breaker: new.policy.breaker)
    gateway.room?.limit = new.policy.maximumStored
    administration.declared.secrets = new.callbackSecrets
    do {
      try await keyReader.reload(gateway.keyRing, isDeclared: true)
    } catch {
      gateway.logger.error(
        "the keys could not be read, which is tried again every few seconds", metadata: ["error": "\(error)"])
    }
  }
}
