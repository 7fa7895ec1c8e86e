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

  package init(_ key: Key) {
    name = key.name
    team = key.team
    origin = key.origin
    models = key.models?.map(\.description)
    replayOnly = key.replayOnly
    limits = key.limits
    createdAt = key.createdAt
    expiresAt = key.expiresAt
    revokedAt = key.revokedAt
  }
}
