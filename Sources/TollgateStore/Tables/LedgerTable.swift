import GRDB
import TollgateCore

/// Statements on the append-only `ledger`.
enum LedgerTable {
  static func insertHold(of generation: Generation, window: LedgerWindow, _ db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) VALUES (?, 'hold', ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      generation.number.value, generation.machine.hold.nanodollars, generation.key.bytes.data, generation.team, window.day,
      window.month, generation.createdAt.millisecondsSince1970,
    ])
  }

  /// Adds an entry after the hold, with the hold's key, team and window.
  static func insert(_ entry: LedgerEntry, of generation: GenerationNumber, at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) \
        SELECT generation, ?, ?, key, team, day, month, ? FROM ledger WHERE generation = ? AND kind = 'hold'
        """
    ).execute(arguments: [entry.kind.rawValue, entry.amount.nanodollars, now.millisecondsSince1970, generation.value])
    guard db.changesCount == 1 else {
      throw DamagedRow(description: "\(generation) has no hold in the ledger; run tollgate verify")
    }
  }

  static func lines(of generation: GenerationNumber, _ db: Database) throws -> [LedgerLine] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT kind, amount, at, day FROM ledger WHERE generation = ? ORDER BY id"),
      arguments: [generation.value]
    ).map { try line($0, from: 0) }
  }

  /// Lines of all generations, newest first.
  static func list(_ filter: LedgerFilter, _ db: Database) throws -> [LedgerRecord] {
    var conditions = ["id < :before"]
    if filter.key != nil { conditions.append("key = :key") }
    if filter.team != nil { conditions.append("team = :team") }
    if filter.day != nil { conditions.append("day = :day") }
    if filter.kind != nil { conditions.append("kind = :kind") }
    let isRare = filter.kind.map { $0 != .hold && $0 != .capture } ?? false
    // In the words of the partial index, which serves no others.
    if isRare { conditions.append("kind <> 'hold' AND kind <> 'capture'") }
    // The key's own, or the one by which the fewest are left to be looked at.
    let index =
      if filter.isOwn, filter.key != nil {
        "INDEXED BY ledger_by_key"
      } else if filter.day != nil {
        "INDEXED BY ledger_by_day"
      } else if isRare {
        "INDEXED BY ledger_by_rare_kind"
      } else if filter.key != nil {
        "INDEXED BY ledger_by_key"
      } else {
        filter.team == nil ? "NOT INDEXED" : "INDEXED BY ledger_by_team"
      }
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT id, generation, key, team, kind, amount, at, day FROM ledger \(index) WHERE "
          + conditions.joined(separator: " AND ") + " ORDER BY id DESC LIMIT :limit"),
      arguments: [
        "before": filter.before ?? Int64.max, "key": filter.key?.bytes.data, "team": filter.team, "day": filter.day,
        "kind": filter.kind?.rawValue, "limit": min(max(filter.limit, 1), 1000),
      ])
    return try rows.map { row in
      LedgerRecord(
        id: try row.value(0), generation: try row.generationNumber(1), key: try row.keyID(2),
        team: try row.decode(String?.self, atIndex: 3), line: try line(row, from: 4))
    }
  }

  /// What four columns say.
  private static func line(_ row: Row, from index: Int) throws -> LedgerLine {
    let kind = try row.required(LedgerEntry.Kind(rawValue: try row.value(index)), "a kind of ledger entry")
    return LedgerLine(
      entry: LedgerEntry(kind, try row.money(index + 1)), at: try row.timestamp(index + 2), day: try row.value(index + 3))
  }

  static func windowOfHold(of generation: GenerationNumber, _ db: Database) throws -> LedgerWindow {
    let window = try db.cachedStatement(sql: "SELECT day, month FROM ledger WHERE generation = ? AND kind = 'hold'")
      .first([generation.value]) { LedgerWindow(day: try $0.value(0), month: try $0.value(1)) }
    guard let window else { throw DamagedRow(description: "\(generation) has no hold in the ledger; run tollgate verify") }
    return window
  }

  /// The latest day and month in which money was ever held.
  static func latestWindow(_ db: Database) throws -> LedgerWindow? {
    // The days of holds never decrease, so that the last hold has the latest. The index of holds finds it by its purchase; by
    // the ids all entries since would be read, which may be very many while nothing is bought.
    let row = try Row.fetchOne(db, sql: "SELECT day, month FROM ledger WHERE kind = 'hold' ORDER BY generation DESC LIMIT 1")
    if let row { return LedgerWindow(day: try row.value(0), month: try row.value(1)) }
    // All of them may be closed.
    let day = try Int32.fetchOne(db, sql: "SELECT max(day) FROM ledger_closings")
    return day.map { LedgerWindow(day: $0, month: $0 / 100) }
  }
}
