import TollgateCore

/// With what the callbacks of each key are signed: the secret that the configuration file gives it, or one of its own that is
/// derived from the store's.
struct SigningSecrets: Sendable {
  private let declared: [KeyID: SigningSecret]
  private let master: [UInt8]

  /// - Parameters:
  ///   - declared: the secrets of the configuration file, by the names of their keys.
  ///   - keys: all keys.
  ///   - master: the store's secret.
  init(declared: [String: SigningSecret], keys: [Key], master: [UInt8]) {
    let own = keys.compactMap { key in
      key.origin == .declared ? declared[key.name].map { (key.id, $0) } : nil
    }
    self.declared = Dictionary(own) { first, _ in first }
    self.master = master
  }

  func secret(of key: KeyID) -> SigningSecret { declared[key] ?? SigningSecret(of: key, master: master) }
}
