/// What is to become different about a key, as a merge patch (RFC 7396) of its ``KeySummary``: what is left out stays, and `null`
/// takes away.
package struct KeyChange: Sendable, Equatable {
  /// The team that it belongs to from the next request on; `nil` for none. What it has under way stays with the team for which
  /// it was held.
  package var team: LimitChange.Step<String> = .keep
  /// The models that it may use; `nil` for all.
  package var models: LimitChange.Step<[ModelPattern]> = .keep
  /// Whether it replays only and never buys; `nil` as `false`.
  package var replayOnly: LimitChange.Step<Bool> = .keep
  /// From this moment on it is refused; `nil` for never.
  package var expiresAt: LimitChange.Step<Timestamp> = .keep
  package var limits = LimitChange()

  package init(limits: LimitChange = LimitChange()) { self.limits = limits }

  /// Whether nothing changes.
  package var isEmpty: Bool { self == KeyChange() }

  /// Checks that a key can become that. An expiry must be later than `now`.
  package func check(at now: Timestamp) throws(AdministrationError) {
    try limits.check()
    if case .set(let patterns?) = models, patterns.isEmpty {
      throw AdministrationError(
        .invalid, "The list of models is empty, so the key could use none; name some, or revoke the key.")
    }
    if case .set(let moment?) = expiresAt { try Self.check(expiry: moment, at: now) }
  }

  /// Checks that a key can end at a moment: a later one than `now`, in a year of four digits.
  static func check(expiry moment: Timestamp, at now: Timestamp) throws(AdministrationError) {
    guard moment < Timestamp.year10000 else {
      throw AdministrationError(.invalid, "A key ends in the year 9999 at the latest; leave its end out for never.")
    }
    guard moment > now else {
      throw AdministrationError(
        .invalid, "\(moment) has passed, so the key would be refused from now on; name a later moment, or revoke the key.")
    }
  }

  /// The key afterwards.
  package func applied(to key: Key) -> Key {
    Key(
      id: key.id, name: key.name, team: team.applied(to: key.team), origin: key.origin, models: models.applied(to: key.models),
      replayOnly: replayOnly.applied(to: key.replayOnly) ?? false, limits: limits.applied(to: key.limits),
      createdAt: key.createdAt, expiresAt: expiresAt.applied(to: key.expiresAt), revokedAt: key.revokedAt)
  }
}

extension KeyChange: Codable {
  /// Reads the patch.
  ///
  /// - Throws: ``AdministrationError`` where it names what cannot be changed.
  package init(from decoder: any Decoder) throws {
    let patch = try MergePatch(decoder, members: ["team", "models", "replayOnly", "expiresAt", "limits"], of: "a key")
    team = try patch.step("team")
    models = try patch.step("models")
    replayOnly = try patch.step("replayOnly")
    expiresAt = try patch.step("expiresAt")
    limits = try patch.section("limits") { try LimitChange(from: $0) } ?? LimitChange()
  }

  /// Writes the patch.
  package func encode(to encoder: any Encoder) throws {
    var patch = encoder.container(keyedBy: MergePatch.Member.self)
    try patch.encode(team, "team")
    try patch.encode(models, "models")
    try patch.encode(replayOnly, "replayOnly")
    try patch.encode(expiresAt, "expiresAt")
    try patch.encode(limits, forKey: .init("limits"))
  }
}
