import Foundation
import GRDB
import TollgateCore

/// Statements on `tickets`, a table of one row, and on `former_tickets`.
enum TicketTable {
  private static let secretLength = 32
  private static let firstSerial: Int64 = 1

  /// Makes the secret of the job ids at the first start.
  static func ensure(_ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO tickets (id, secret, next_serial) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
      arguments: [newSecret().data, firstSerial])
  }

  private static func newSecret() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<secretLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  static func secrets(_ db: Database) throws -> TicketSecrets {
    guard let secret = try Data.fetchOne(db, sql: "SELECT secret FROM tickets WHERE id = 1") else {
      throw DamagedRow(description: "the secret of the job ids is missing; restore a backup")
    }
    let former = try Row.fetchAll(
      db, sql: "SELECT secret, last_generation, last_serial FROM former_tickets ORDER BY epoch"
    ).map { row in
      TicketSecrets.Former(
        secret: try row.bytes(0),
        end: TicketBounds(lastGeneration: try row.generationNumber(1), lastSerial: try row.value(2)))
    }
    return TicketSecrets(current: Array(secret), former: former)
  }

  /// Begins another epoch: what was issued so far is remembered with its secret, up to this serial, and the next gets another
  /// secret. Where nothing was bought yet no job id exists.
  static func beginEpoch(lastSerial: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO former_tickets (secret, last_generation, last_serial) \
        SELECT secret, last, min(?, next_serial - 1) FROM tickets, (SELECT max(number) AS last FROM generations) \
        WHERE id = 1 AND last IS NOT NULL
        """, arguments: [lastSerial])
    try db.execute(sql: "UPDATE tickets SET secret = ? WHERE id = 1", arguments: [newSecret().data])
    guard db.changesCount == 1 else {
      throw DamagedRow(description: "the secret of the job ids is missing; restore another backup")
    }
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
