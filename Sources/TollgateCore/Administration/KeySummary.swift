/// A key as it is shown.
package struct KeySummary: Sendable, Codable, Equatable {
  package let name: String
  package let team: String?
  package let origin: Key.Origin
  package let models: [String]?
  /// Whether it replays only and never buys.
  package let replayOnly: Bool
  package let limits: KeyLimits
  package let createdAt: Timestamp
  package let expiresAt: Timestamp?
  package let revokedAt: Timestamp?
  /// The minute of its latest create, refused ones too; `nil` where there is none. Written down once a second.
  package private(set) var lastUsedAt: Timestamp?
  /// Until when the secret before its latest rotation is accepted, or was; `nil` where that ended at once, or there is none.
  package let formerSecretUntil: Timestamp?
  /// Names what is set about it: another one after each change.
  package let revision: String

  package init(_ stored: StoredKey) {
    let key = stored.key
    name = key.name
    team = key.team
    origin = key.origin
    models = key.models?.map(\.description)
    replayOnly = key.replayOnly
    limits = key.limits
    createdAt = key.createdAt
    expiresAt = key.expiresAt
    revokedAt = key.revokedAt
    lastUsedAt = stored.lastUsedAt
    formerSecretUntil = stored.former?.validUntil
    revision = stored.revision
  }

  /// What is set about it, without what has become of it.
  package var settings: KeySummary { with(KeyUse(lastUsedAt: nil)) }

  /// What has become of it.
  package var use: KeyUse { KeyUse(lastUsedAt: lastUsedAt) }

  /// The key with what has become of it.
  package func with(_ use: KeyUse) -> KeySummary {
    var summary = self
    summary.lastUsedAt = use.lastUsedAt
    return summary
  }
}

/// What has become of a key.
package struct KeyUse: Sendable, Codable, Equatable {
  /// The minute of its latest create, refused ones too; `nil` where there is none.
  package let lastUsedAt: Timestamp?

  package init(lastUsedAt: Timestamp?) { self.lastUsedAt = lastUsedAt }
}
