import Foundation
import GRDB
import TollgateCore

/// Statements on `keys`.
enum KeyTable {
  static func all(_ db: Database) throws -> [StoredKey] {
    let budgets = try BudgetTable.all(db)
    return try Row.fetchAll(
      db,
      sql: """
        SELECT id, name, digest, team, origin, models, replay_only, created_at, expires_at, revoked_at, creates_per_minute, \
        generations_per_minute, max_running, former_digest, former_until, last_used_at FROM keys ORDER BY name
        """
    ).map { try StoredKey(row: $0, budgets: budgets) }
  }

  /// Adds a key.
  ///
  /// - Returns: `false` where its id, name or secret is taken.
  static func insert(_ stored: StoredKey, _ db: Database) throws -> Bool {
    let key = stored.key
    try db.cachedStatement(
      sql: """
        INSERT INTO keys (id, name, digest, team, origin, models, replay_only, created_at, expires_at, revoked_at, \
        creates_per_minute, generations_per_minute, max_running) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [
      key.id.bytes.data, key.name, stored.digest.bytes.data, key.team, key.origin.rawValue, models(key), key.replayOnly,
      key.createdAt.millisecondsSince1970, key.expiresAt?.millisecondsSince1970, key.revokedAt?.millisecondsSince1970,
      key.limits.rate.createsPerMinute, key.limits.rate.generationsPerMinute, key.limits.maximumRunning,
    ])
    guard db.changesCount == 1 else { return false }
    try BudgetTable.set(key.limits.budgets, of: .key(key.id), db)
    return true
  }

  static func isTaken(name: String, _ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT 1 FROM keys WHERE name = ?", arguments: [name]) != nil
  }

  /// Gives the key of this id the file's properties. Name, id and the time of its making stay.
  static func update(_ id: KeyID, to stored: StoredKey, _ db: Database) throws {
    let key = stored.key
    try db.cachedStatement(
      sql: """
        UPDATE keys SET digest = ?, team = ?, origin = 'declared', models = ?, replay_only = ?, expires_at = ?, \
        revoked_at = NULL WHERE id = ?
        """
    ).execute(arguments: [
      stored.digest.bytes.data, key.team, models(key), key.replayOnly, key.expiresAt?.millisecondsSince1970, id.bytes.data,
    ])
    try setLimits(key.limits, of: id, db)
  }

  /// Gives the key of this id what can be changed of a created one.
  static func change(to key: Key, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE keys SET team = ?, models = ?, replay_only = ?, expires_at = ? WHERE id = ?")
      .execute(arguments: [
        key.team, models(key), key.replayOnly, key.expiresAt?.millisecondsSince1970, key.id.bytes.data,
      ])
    try setLimits(key.limits, of: key.id, db)
  }

  /// Gives the key of this id these secrets.
  static func setSecrets(_ stored: StoredKey, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE keys SET digest = ?, former_digest = ?, former_until = ? WHERE id = ?")
      .execute(arguments: [
        stored.digest.bytes.data, stored.former?.digest.bytes.data, stored.former?.validUntil.millisecondsSince1970,
        stored.key.id.bytes.data,
      ])
  }

  /// Forgets the former secrets whose overlap is over, and those of revoked keys.
  static func forgetEndedSecrets(at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE keys SET former_digest = NULL, former_until = NULL "
        + "WHERE former_digest IS NOT NULL AND (former_until <= ? OR revoked_at IS NOT NULL)"
    ).execute(arguments: [now.millisecondsSince1970])
  }

  /// Forgets a former secret, whosever it is.
  static func forgetFormerSecret(_ digest: KeyDigest, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE keys SET former_digest = NULL, former_until = NULL WHERE former_digest = ?")
      .execute(arguments: [digest.bytes.data])
  }

  /// Whether a secret is that of some key, or was before its latest rotation.
  static func isTaken(_ digest: KeyDigest, _ db: Database) throws -> Bool {
    try Int.fetchOne(
      db, sql: "SELECT 1 FROM keys WHERE digest = ?1 UNION ALL SELECT 1 FROM keys WHERE former_digest = ?1",
      arguments: [digest.bytes.data]) != nil
  }

  /// Notes when keys were used. What is none of the stored keys is left out.
  static func note(_ uses: [KeyID: Timestamp], _ db: Database) throws {
    for (id, moment) in uses {
      try db.cachedStatement(sql: "UPDATE keys SET last_used_at = max(ifnull(last_used_at, ?1), ?1) WHERE id = ?2")
        .execute(arguments: [moment.millisecondsSince1970, id.bytes.data])
    }
  }

  /// The names of the keys of a team that are not revoked.
  static func members(ofTeam team: String, _ db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT name FROM keys WHERE team = ? AND revoked_at IS NULL ORDER BY name", arguments: [team])
  }

  private static func setLimits(_ limits: KeyLimits, of id: KeyID, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE keys SET creates_per_minute = ?, generations_per_minute = ?, max_running = ? WHERE id = ?"
    ).execute(arguments: [
      limits.rate.createsPerMinute, limits.rate.generationsPerMinute, limits.maximumRunning, id.bytes.data,
    ])
    try BudgetTable.set(limits.budgets, of: .key(id), db)
  }

  /// Takes the key's secret away: it gets a digest that no secret has.
  static func removeDigest(of id: KeyID, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE keys SET digest = ? WHERE id = ?")
      .execute(arguments: [([UInt8](repeating: 0, count: 16) + id.bytes).data, id.bytes.data])
  }

  /// - Returns: whether there was such a key that was not revoked.
  static func revoke(name: String, at now: Timestamp, _ db: Database) throws -> Bool {
    try db.cachedStatement(sql: "UPDATE keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL")
      .execute(arguments: [now.millisecondsSince1970, name])
    return db.changesCount == 1
  }

  private static func models(_ key: Key) -> String? {
    key.models.map { CanonicalJSON.text(.array($0.map { .text($0.description) })) }
  }
}

extension StoredKey {
  fileprivate init(row: Row, budgets: [Scope: BudgetLimits]) throws {
    let id = try row.keyID(0)
    let rate = RateLimits(
      createsPerMinute: try row.decode(Int?.self, atIndex: 10), generationsPerMinute: try row.decode(Int?.self, atIndex: 11))
    let limits = KeyLimits(
      budgets: budgets[.key(id)] ?? BudgetLimits(), rate: rate, maximumRunning: try row.decode(Int?.self, atIndex: 12))
    let key = Key(
      id: id, name: try row.value(1), team: try row.decode(String?.self, atIndex: 3),
      origin: try row.required(Key.Origin(rawValue: try row.value(4)), "a key's origin"),
      models: try row.decode(String?.self, atIndex: 5).map { try Self.models($0, row) }, replayOnly: try row.value(6),
      limits: limits, createdAt: try row.timestamp(7), expiresAt: try row.timestampIfPresent(8),
      revokedAt: try row.timestampIfPresent(9))
    let former = try row.timestampIfPresent(14).map { end in
      FormerSecret(digest: try row.required(KeyDigest(bytes: try row.bytes(13)), "a digest"), validUntil: end)
    }
    self.init(
      key: key, digest: try row.required(KeyDigest(bytes: try row.bytes(2)), "a digest"), former: former,
      lastUsedAt: try row.timestampIfPresent(15))
  }

  private static func models(_ text: String, _ row: Row) throws -> [ModelPattern] {
    let patterns = try? CanonicalJSON.parse(Array(text.utf8)).array?.map { $0.string.flatMap(ModelPattern.init) }
    return try row.required(patterns, "a list of models").map { try row.required($0, "a model's pattern") }
  }
}
