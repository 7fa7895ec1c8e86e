/// A virtual key: what the gateway gave out. Its secret is not here; the store keeps the secret's SHA-256 only.
package struct Key: Sendable, Hashable {
  /// Where a key comes from, which decides who may change it.
  package enum Origin: String, Sendable, Codable, CaseIterable {
    /// Created with `tollgate keys create`.
    case created
    /// Declared in the configuration file, and changed only there.
    case declared
    /// A caller in open mode. Never stored.
    case open
  }

  /// What never changes about it.
  package let id: KeyID
  /// A ``ShortName`` that no other key ever has.
  package let name: String
  /// The team that it belongs to; `nil` for none.
  package let team: String?
  /// Where it comes from.
  package let origin: Origin
  /// The models it may use; `nil` for all.
  package let models: [ModelPattern]?
  /// Whether it replays only and never buys.
  package let replayOnly: Bool
  /// How much it may spend, how fast it may ask, and how much may run at a time.
  package let limits: KeyLimits
  /// When it was first known here.
  package let createdAt: Timestamp
  /// From this moment on it is refused; `nil` for never.
  package let expiresAt: Timestamp?
  /// When it was revoked; `nil` where it is not.
  package let revokedAt: Timestamp?

  /// A key; what is left out is not limited.
  package init(
    id: KeyID, name: String, team: String? = nil, origin: Origin, models: [ModelPattern]? = nil, replayOnly: Bool = false,
    limits: KeyLimits = KeyLimits(), createdAt: Timestamp, expiresAt: Timestamp? = nil, revokedAt: Timestamp? = nil
  ) {
    self.id = id
    self.name = name
    self.team = team
    self.origin = origin
    self.models = models
    self.replayOnly = replayOnly
    self.limits = limits
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
  }

  /// Whether the key is neither revoked nor expired.
  package func isValid(at now: Timestamp) -> Bool {
    revokedAt == nil && expiresAt.map { now < $0 } ?? true
  }

  /// The same key, refused from `end` on at the latest.
  package func expiring(by end: Timestamp) -> Key {
    Key(
      id: id, name: name, team: team, origin: origin, models: models, replayOnly: replayOnly, limits: limits,
      createdAt: createdAt, expiresAt: expiresAt.map { min($0, end) } ?? end, revokedAt: revokedAt)
  }

  /// Whether one of its patterns, where it has any, matches the model.
  package func mayUse(model: String) -> Bool {
    models?.contains { $0.matches(model) } ?? true
  }
}
