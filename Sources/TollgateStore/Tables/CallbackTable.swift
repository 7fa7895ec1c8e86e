import Foundation
import GRDB
import TollgateCore

/// Statements on `callbacks`, the outbox.
enum CallbackTable {
  private static let select = """
    SELECT id, generation, serial, key, host, url, base_url, created_at, state, due_at, ready_at, attempts, last_status, \
    last_reason, ended_at FROM callbacks
    """
  /// In the words of the partial indexes, which serve no others. A leased one is somebody else's.
  private static let selectDue =
    select
    + " WHERE host = ? AND due_at IS NOT NULL AND due_at <= ?2 AND coalesce(lease_until, 0) <= ?2 ORDER BY due_at LIMIT ?"

  static func insert(
    _ callback: CallbackOrder, serial: Int64, of generation: GenerationNumber, key: KeyID, dueAt: Timestamp?, at now: Timestamp,
    _ db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO callbacks (generation, serial, key, host, url, base_url, created_at, state, due_at, ready_at, attempts) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """
    ).execute(arguments: [
      generation.value, serial, key.bytes.data, callback.host.storable, callback.url.storable, callback.baseURL?.storable,
      now.millisecondsSince1970, (dueAt == nil ? CallbackState.waiting : .due).rawValue, dueAt?.millisecondsSince1970,
      dueAt?.millisecondsSince1970,
    ])
  }

  /// Those that were never tried are looked at again, also where somebody is just doing so.
  static func makeDue(of generation: GenerationNumber, at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE callbacks SET state = 'due', due_at = ?1, ready_at = ?1 \
        WHERE generation = ?2 AND (state = 'waiting' OR (state = 'due' AND attempts = 0))
        """
    ).execute(arguments: [now.millisecondsSince1970, generation.value])
  }

  static func removeWaiting(of generation: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM callbacks WHERE generation = ? AND state = 'waiting'")
      .execute(arguments: [generation.value])
  }

  // MARK: Delivering

  /// Due callbacks as a courier wants them, receiver by receiver in the order of their hosts.
  static func due(_ take: CallbackTake, _ db: Database) throws -> TakenCallbacks {
    var taken = TakenCallbacks()
    var host = take.after
    let next = try db.cachedStatement(
      sql: "SELECT host FROM callbacks WHERE host > ? AND due_at IS NOT NULL ORDER BY host LIMIT 1")
    while taken.callbacks.count < take.limit {
      guard let found = try String.fetchOne(next, arguments: [host]) else {
        taken.last = nil
        return taken
      }
      host = found
      taken.last = host
      let room = min(take.room(of: host), take.limit - taken.callbacks.count)
      guard room > 0 else { continue }
      taken.callbacks += try Row.fetchAll(
        db.cachedStatement(sql: selectDue), arguments: [host, take.at.millisecondsSince1970, room]
      ).map(Callback.init(row:))
    }
    return taken
  }

  /// - Returns: whether it was still to be had.
  static func lease(_ callback: Callback, _ take: CallbackTake, _ db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: "UPDATE callbacks SET lease_until = ?1 WHERE id = ?2 AND due_at <= ?3 AND coalesce(lease_until, 0) <= ?3"
    ).execute(arguments: [
      take.leasedUntil.millisecondsSince1970, callback.id.value, take.at.millisecondsSince1970,
    ])
    return db.changesCount == 1
  }

  /// Gives free what a dead courier had taken.
  static func endLeases(_ db: Database) throws {
    try db.execute(sql: "UPDATE callbacks SET lease_until = NULL WHERE due_at IS NOT NULL AND lease_until IS NOT NULL")
  }

  static func nextDue(after now: Timestamp, _ db: Database) throws -> Timestamp? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT min(due_at) FROM callbacks WHERE due_at IS NOT NULL AND due_at > ?"),
      arguments: [now.millisecondsSince1970]
    ).map(Timestamp.init(millisecondsSince1970:))
  }

  static func settle(_ settlement: CallbackSettlement, _ db: Database) throws {
    guard let callback = try find(settlement.id, db), callback.state == .due || callback.state == .waiting else { return }
    let settled = callback.settled(settlement)
    try db.cachedStatement(
      sql: """
        UPDATE callbacks SET state = ?, due_at = ?, attempts = ?, last_status = ?, last_reason = ?, ended_at = ?, \
        lease_until = NULL WHERE id = ?
        """
    ).execute(arguments: [
      settled.state.rawValue, settled.dueAt?.millisecondsSince1970, settled.attempts, settled.lastStatus,
      settled.lastReason?.storable, settled.endedAt?.millisecondsSince1970, settled.id.value,
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

  static func retry(_ id: CallbackID?, at now: Timestamp, _ db: Database) throws -> Int {
    try db.execute(
      sql: """
        UPDATE callbacks SET state = 'due', due_at = ?1, ready_at = ?1, attempts = 0, ended_at = NULL \
        WHERE state = 'given_up'\(id == nil ? "" : " AND id = ?2")
        """, arguments: [now.millisecondsSince1970] + (id.map { [$0.value] } ?? []))
    return db.changesCount
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

extension Callback {
  fileprivate init(row: Row) throws {
    self.init(
      id: try row.required(CallbackID(try row.decode(Int64.self, atIndex: 0)), "a callback's id"),
      generation: try row.generationNumber(1), serial: try row.value(2), key: try row.keyID(3), host: try row.value(4),
      url: try row.value(5), baseURL: try row.decode(String?.self, atIndex: 6), createdAt: try row.timestamp(7),
      state: try row.required(CallbackState(rawValue: try row.value(8)), "a callback's state"),
      dueAt: try row.timestampIfPresent(9), readyAt: try row.timestampIfPresent(10), attempts: try row.value(11),
      lastStatus: try row.decode(Int?.self, atIndex: 12), lastReason: try row.decode(String?.self, atIndex: 13),
      endedAt: try row.timestampIfPresent(14))
  }
}
