import NIOConcurrencyHelpers
import TollgateCore

/// With what the callbacks of each key are signed: the secret that the configuration file gives it, or one of its own that is
/// derived from the store's.
final class SigningSecrets: Sendable {
  private let declared: NIOLockedValueBox<[KeyID: SigningSecret]>
  private let master: [UInt8]

  /// - Parameters:
  ///   - declared: the secrets of the configuration file, by the names of their keys.
  ///   - keys: all keys.
  ///   - master: the store's secret.
  init(declared: [String: SigningSecret], keys: [Key], master: [UInt8]) {
    self.declared = NIOLockedValueBox(Self.own(declared, keys))
    self.master = master
  }

  /// Goes by another configuration file from now on; see ``init(declared:keys:master:)``.
  func declare(_ declared: [String: SigningSecret], of keys: [Key]) {
    let own = Self.own(declared, keys)
    self.declared.withLockedValue { $0 = own }
  }

  func secret(of key: KeyID) -> SigningSecret {
    declared.withLockedValue { $0[key] } ?? SigningSecret(of: key, master: master)
  }

  private static func own(_ declared: [String: SigningSecret], _ keys: [Key]) -> [KeyID: SigningSecret] {
    let own = keys.compactMap { key in
      key.origin == .declared ? declared[key.name].map { (key.id, $0) } : nil
    }
    return Dictionary(own) { first, _ in first }
  }
}
