package import TollgateCore

/// Keys of a configuration file, and their secrets.
package enum TestKey {
  /// A key as the configuration file declares it. Its secret is ``secret(of:)`` its name.
  package static func declared(
    _ name: String, team: String? = nil, models: [String]? = nil, replayOnly: Bool = false, limits: KeyLimits = KeyLimits(),
    expiresAt: Timestamp? = nil
  ) -> StoredKey {
    StoredKey(
      key: Key(
        id: .random(), name: name, team: team, origin: .declared, models: models?.compactMap { ModelPattern($0) },
        replayOnly: replayOnly, limits: limits, createdAt: Timestamp(millisecondsSince1970: 0), expiresAt: expiresAt),
      digest: KeyDigest(secret: secret(of: name)))
  }

  /// The secret of a declared key.
  package static func secret(of name: String) -> String { "secret-of-\(name)" }
}
