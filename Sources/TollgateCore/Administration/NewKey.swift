/// A key to be created.
package struct NewKey: Sendable, Codable, Equatable {
  package var name: String
  /// The team that it belongs to. One that is not there is there afterwards, without budgets.
  package var team: String?
  /// Model ids or globs such as `google/*`; `nil` for all.
  package var models: [String]?
  /// Whether it replays only and never buys; `nil` for no.
  package var replayOnly: Bool?
  package var expiresAt: Timestamp?
  /// What is limited; `nil` for nothing.
  package var limits: LimitChange?

  package init(
    name: String, team: String? = nil, models: [String]? = nil, replayOnly: Bool? = nil, expiresAt: Timestamp? = nil,
    limits: LimitChange? = nil
  ) {
    self.name = name
    self.team = team
    self.models = models
    self.replayOnly = replayOnly
    self.expiresAt = expiresAt
    self.limits = limits
  }
}

extension NewKey {
  /// Checks what is limited, and that it is not over already.
  package func check(at now: Timestamp) throws(AdministrationError) {
    try limits?.check()
    if let expiresAt { try KeyChange.check(expiry: expiresAt, at: now) }
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, team, models, replayOnly, expiresAt, limits
  }

  /// Reads a key to be created.
  ///
  /// - Throws: ``AdministrationError`` where it has a member that there is not: limits with a slip in their name must not be none.
  package init(from decoder: any Decoder) throws {
    _ = try MergePatch(decoder, members: CodingKeys.allCases.map(\.rawValue), of: "a new key")
    let members = try decoder.container(keyedBy: CodingKeys.self)
    name = try members.decode(String.self, forKey: .name)
    team = try members.decodeIfPresent(String.self, forKey: .team)
    models = try members.decodeIfPresent([String].self, forKey: .models)
    replayOnly = try members.decodeIfPresent(Bool.self, forKey: .replayOnly)
    expiresAt = try members.decodeIfPresent(Timestamp.self, forKey: .expiresAt)
    limits = try members.decodeIfPresent(LimitChange.self, forKey: .limits)
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
