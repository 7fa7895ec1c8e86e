import Foundation
import GRDB
import TollgateCore

/// Statements on `callbacks`, the outbox.
enum CallbackTable {
  static let select = """
    SELECT id, generation, serial, key, receiver, url, base_url, created_at, state, due_at, ready_at, attempts, last_status, \
    last_reason, ended_at FROM callbacks
    """

  /// Kept by the triggers of the table.
  static func openCount(of key: KeyID, _ db: Database) throws -> Int {
    try db.cachedStatement(sql: "SELECT open FROM callback_counts WHERE key = ?").first([key.bytes.data]) { try $0.value(0) }
      ?? 0
  }

  static func insert(
    _ callback: CallbackOrder, of generation: GenerationNumber, key: KeyID, isDue: Bool, at now: Timestamp, _ db: Database
  ) throws {
    let dueAt = isDue ? now.millisecondsSince1970 : nil
    try db.cachedStatement(
      sql: """
        INSERT INTO callbacks \
        (generation, serial, key, receiver, url, base_url, created_at, state, due_at, ready_at, attempts) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """
    ).execute(arguments: [
      generation.value, callback.serial, key.bytes.data, callback.receiver.storable, callback.url.storable,
      callback.baseURL?.storable, now.millisecondsSince1970, (isDue ? CallbackState.due : .waiting).rawValue, dueAt, dueAt,
    ])
  }

  /// Those that were never tried are looked at again, also where somebody is just doing so: whose they are, they stay.
  static func makeDue(of generation: GenerationNumber, at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE callbacks SET state = 'due', due_at = ?1, ready_at = ?1, \
        rests_until = CASE WHEN rests_until <> due_at THEN rests_until END \
        WHERE generation = ?2 AND (state = 'waiting' OR (state = 'due' AND attempts = 0))
        """
    ).execute(arguments: [now.millisecondsSince1970, generation.value])
  }

  static func removeWaiting(of generation: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM callbacks WHERE generation = ? AND state = 'waiting'")
      .execute(arguments: [generation.value])
  }

  // MARK: Delivering

  /// Whether the rest of any is over.
  static func hasRested(at now: Timestamp, _ db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: "SELECT 1 FROM callbacks WHERE rests_until IS NOT NULL AND rests_until <= ? LIMIT 1"
    ).first([now.millisecondsSince1970]) { _ in true } ?? false
  }

  /// Lets those be had whose rest is over, as many as may be in one call.
  ///
  /// - Returns: how many there were.
  static func rouse(at now: Timestamp, _ db: Database) throws -> Int {
    try db.cachedStatement(
      sql: """
        UPDATE callbacks SET rests_until = NULL WHERE id IN \
        (SELECT id FROM callbacks WHERE rests_until IS NOT NULL AND rests_until <= ? ORDER BY rests_until LIMIT ?)
        """
    ).execute(arguments: [now.millisecondsSince1970, CallbackTake.maximumRoused])
    return db.changesCount
  }

  /// - Returns: whether it was still to be had.
  static func lease(_ callback: Callback, _ take: CallbackTake, _ db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: "UPDATE callbacks SET rests_until = ? WHERE id = ? AND due_at IS NOT NULL AND rests_until IS NULL"
    ).execute(arguments: [take.leasedUntil.millisecondsSince1970, callback.id.value])
    return db.changesCount == 1
  }

  /// Gives free what a dead courier had taken.
  static func endLeases(_ db: Database) throws {
    try db.execute(sql: "UPDATE callbacks SET rests_until = due_at WHERE rests_until IS NOT NULL AND rests_until <> due_at")
  }

  static func nextEndOfRest(after now: Timestamp, _ db: Database) throws -> Timestamp? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT min(rests_until) FROM callbacks WHERE rests_until IS NOT NULL AND rests_until > ?"),
      arguments: [now.millisecondsSince1970]
    ).map(Timestamp.init(millisecondsSince1970:))
  }

  static func pullIn(by step: Duration, latest: Timestamp, at now: Timestamp, _ db: Database) throws {
    let new = "CASE WHEN attempts = 0 OR due_at - ?2 > ?3 THEN ?1 ELSE max(?1, due_at - ?2) END"
    try db.execute(
      sql: """
        UPDATE callbacks SET due_at = \(new), rests_until = \(new) WHERE rests_until IS NOT NULL AND rests_until > ?1 \
        AND rests_until = due_at
        """,
      arguments: [now.millisecondsSince1970, step.wholeMilliseconds, latest.millisecondsSince1970])
  }

  static func settle(_ settlement: CallbackSettlement, _ db: Database) throws {
    guard let callback = try find(settlement.id, db), callback.state == .due || callback.state == .waiting else { return }
    let settled = callback.settled(settlement)
    try db.cachedStatement(
      sql: """
        UPDATE callbacks SET state = ?1, due_at = ?2, attempts = ?3, last_status = ?4, last_reason = ?5, ended_at = ?6, \
        rests_until = ?2, ready_at = ?7 WHERE id = ?8
        """
    ).execute(arguments: [
      settled.state.rawValue, settled.dueAt?.millisecondsSince1970, settled.attempts, settled.lastStatus,
      settled.lastReason?.storable, settled.endedAt?.millisecondsSince1970,
      settled.readyAt?.millisecondsSince1970, settled.id.value,
    ])
  }

  // MARK: Listing

  private static func find(_ id: CallbackID, _ db: Database) throws -> Callback? {
    try db.cachedStatement(sql: select + " WHERE id = ?").first([id.value], Callback.init(row:))
  }

  static func list(_ query: CallbackQuery, _ db: Database) throws -> [Callback] {
    let before = query.before?.value ?? Int64.max
    let limit = min(max(query.limit, 1), 1000)
    guard let state = query.state else {
      return try Row.fetchAll(db, sql: select + " WHERE id < ? ORDER BY id DESC LIMIT ?", arguments: [before, limit])
        .map(Callback.init(row:))
    }
    return try Row.fetchAll(
      db, sql: select + " WHERE state = '\(state.rawValue)' AND id < ? ORDER BY id DESC LIMIT ?", arguments: [before, limit]
    ).map(Callback.init(row:))
  }

  static func givenUp(after id: CallbackID?, limit: Int, _ db: Database) throws -> [CallbackID] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT id FROM callbacks WHERE state = 'given_up' AND id > ? ORDER BY id LIMIT ?"),
      arguments: [id?.value ?? 0, limit]
    ).map { try $0.required(CallbackID(try $0.decode(Int64.self, atIndex: 0)), "a callback's id") }
  }

  /// - Returns: whether it was given up.
  static func retry(_ id: CallbackID, at now: Timestamp, _ db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: """
        UPDATE callbacks SET state = 'due', due_at = ?1, ready_at = ?1, attempts = 0, ended_at = NULL \
        WHERE state = 'given_up' AND id = ?2
        """
    ).execute(arguments: [now.millisecondsSince1970, id.value])
    return db.changesCount == 1
  }

  static func remove(endedBefore moment: Timestamp, limit: Int, _ db: Database) throws -> Int {
    try db.cachedStatement(
      sql: """
        DELETE FROM callbacks WHERE id IN \
        (SELECT id FROM callbacks WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?)
        """
    ).execute(arguments: [moment.millisecondsSince1970, limit])
    return db.changesCount
  }
}
