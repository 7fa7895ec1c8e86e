/// A key to be created.
package struct NewKey: Sendable, Codable, Equatable {
  package var name: String
  package var team: String?
  /// Model ids or globs such as `google/*`; `nil` for all.
  package var models: [String]?
  package var expiresAt: Timestamp?
  /// What is limited; `nil` for nothing.
  package var limits: LimitChange?

  package init(
    name: String, team: String? = nil, models: [String]? = nil, expiresAt: Timestamp? = nil, limits: LimitChange? = nil
  ) {
    self.name = name
    self.team = team
    self.models = models
    self.expiresAt = expiresAt
    self.limits = limits
  }
}

/// A key with its secret, which is stored nowhere.
package struct CreatedKey: Sendable, Codable, Equatable {
  package let key: KeySummary
  package let secret: String

  package init(key: KeySummary, secret: String) {
    self.key = key
    self.secret = secret
  }
}
