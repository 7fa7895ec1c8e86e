import Foundation
import GRDB
import TollgateCore

/// Statements on `tickets`, a table of one row.
enum TicketTable {
  private static let secretLength = 32
  private static let firstSerial: Int64 = 1

  /// Makes the secret of the job ids at the first start.
  static func ensure(_ db: Database) throws {
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<secretLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try db.execute(
      sql: "INSERT INTO tickets (id, secret, next_serial) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
      arguments: [secret.data, firstSerial])
  }

  static func secret(_ db: Database) throws -> [UInt8] {
    guard let secret = try Data.fetchOne(db, sql: "SELECT secret FROM tickets WHERE id = 1") else {
      throw DamagedRow(description: "the secret of the job ids is missing; restore a backup")
    }
    return Array(secret)
  }

  /// Takes the next serials. A job id carries serials up to `JobTicket.maximumSerial`.
  static func reserve(_ count: Int64, _ db: Database) throws -> Range<Int64> {
    try db.cachedStatement(sql: "UPDATE tickets SET next_serial = next_serial + ?1 WHERE id = 1 AND next_serial <= ?2 - ?1")
      .execute(arguments: [count, JobTicket.maximumSerial + 1])
    guard db.changesCount == 1, let end = try Int64.fetchOne(db, sql: "SELECT next_serial FROM tickets WHERE id = 1") else {
      throw StoreError.notDurable("the serials of job ids are used up")
    }
    return end - count..<end
  }
}
