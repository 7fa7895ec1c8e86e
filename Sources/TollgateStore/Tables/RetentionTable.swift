import GRDB
import TollgateCore

/// Statements that remove details behind what they add up to, a step at a time.
enum RetentionTable {
  /// Purchases wait for no longer than so many rows take.
  private static let step = 500
  /// How long after it was bought a purchase is mostly over: a job that does not end is asked about for a week, and a day is left for
  /// what is late. In milliseconds.
  private static let longestJob: Int64 = 8 * 86_400_000

  /// Removes minutes of the statistics before one. Their hours and days stay.
  ///
  /// - Returns: whether there are more.
  static func forgetMinutes(before end: Int64, _ db: Database) throws -> Bool {
    let next = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT minute FROM usage WHERE minute < ? ORDER BY minute LIMIT 1 OFFSET ?"),
      arguments: [end, step])
    let first = try Int64.fetchOne(db.cachedStatement(sql: "SELECT min(minute) FROM usage")) ?? end
    // A minute goes as a whole.
    let border = min(end, max(next ?? end, first + 1))
    guard first < border else { return false }
    let day =
      try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(day) FROM usage WHERE minute < ?"), arguments: [border]) ?? 0
    try db.cachedStatement(sql: "DELETE FROM usage WHERE minute < ?").execute(arguments: [border])
    try db.cachedStatement(
      sql: "UPDATE retention SET first_minute = max(first_minute, ?), last_day = max(last_day, ?) WHERE id = 1"
    ).execute(arguments: [border, day])
    guard db.changesCount == 1 else { throw noProgress }
    return border < end
  }

  /// Replaces the ledger's entries of purchases that were over before a moment by their sums.
  ///
  /// - Returns: whether there may be more.
  static func closeLedger(before moment: Timestamp, at now: Timestamp, _ db: Database) throws -> Bool {
    let through = try Int64.fetchOne(db.cachedStatement(sql: "SELECT closed_through FROM retention WHERE id = 1"))
    guard let through else { throw noProgress }
    let last = try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          WITH next AS (SELECT number, created_at, finished_at FROM generations WHERE number > ?1 ORDER BY number LIMIT ?2) \
          SELECT max(number) FROM next WHERE number < \
          coalesce((SELECT min(number) FROM next WHERE created_at <= ?4 \
          AND (created_at >= ?3 OR finished_at >= ?3 AND created_at >= ?3 - ?5)), 9223372036854775807)
          """),
      arguments: [through, step, moment.millisecondsSince1970, now.millisecondsSince1970, longestJob])
    // What was over just after it is looked at again. What somebody resolved long after, or was bought by a clock that is ahead
    // of this one, is not waited for: all that came behind it would stay too.
    guard let last else { return false }
    // What is not over by then stays as it is, and so does what was imported. A refund may come late, and needs its purchase's hold.
    try db.cachedStatement(
      sql: """
        UPDATE generations SET closed_at = ?1 WHERE number > ?2 AND number <= ?3 AND closed_at IS NULL \
        AND imported_cost IS NULL AND finished_at < ?4 AND (state <> 'failed' OR refunded >= captured) \
        AND EXISTS (SELECT 1 FROM ledger WHERE generation = number) \
        AND (SELECT max(id) FROM ledger WHERE generation = number) <= (SELECT through FROM spending_progress WHERE id = 1)
        """
    ).execute(arguments: [now.millisecondsSince1970, through, last, moment.millisecondsSince1970])
    try db.cachedStatement(sql: "UPDATE retention SET closed_through = ? WHERE id = 1").execute(arguments: [last])
    return true
  }

  private static let noProgress = StoreError.damaged(
    "it is not known what was removed before: the row of retention is missing; run tollgate verify, and restore a backup")

  /// Gives the disk back what is free in the database, where that is much, and where the database can do it piece by piece.
  ///
  /// - Returns: whether there is more.
  static func shrink(_ db: Database) throws -> Bool {
    guard try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2 else { return false }
    let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
    let all = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    guard free > freePages, free > all / 8 else { return false }
    try db.execute(sql: "PRAGMA incremental_vacuum(\(shrinkingStep))")
    return true
  }

  /// So many free pages are used again sooner or later, and so few that it is worth nothing to give them back.
  private static let freePages = 1024
  private static let shrinkingStep = 128
}
