import TollgateCore

/// Who may use a gateway under test.
enum Access: Sendable {
  /// No keys, and `SHORTAPI_KEY` is set: all callers are one local user.
  case open
  /// No keys and no `SHORTAPI_KEY`: each bearer is a key of its own and is forwarded.
  case forwarding
  /// Keys of the configuration file, and `SHORTAPI_KEY` is set.
  case keyed([StoredKey])

  /// The gateway's own upstream key.
  static let upstreamKey = "ak-gateway"

  var keys: [StoredKey] {
    if case .keyed(let keys) = self { keys } else { [] }
  }

  var ownCredential: Secret? {
    if case .forwarding = self { nil } else { Secret(Self.upstreamKey) }
  }

  /// A key of the configuration file. Its secret is `secret-of-<name>`.
  static func key(
    _ name: String, models: [String]? = nil, replayOnly: Bool = false, expiresAt: Timestamp? = nil
  ) -> StoredKey {
    StoredKey(
      key: Key(
        id: .random(), name: name, origin: .declared, models: models?.compactMap { ModelPattern($0) }, replayOnly: replayOnly,
        createdAt: Timestamp(millisecondsSince1970: 0), expiresAt: expiresAt),
      digest: KeyDigest(secret: secret(of: name)))
  }

  static func secret(of name: String) -> String { "secret-of-\(name)" }
}
