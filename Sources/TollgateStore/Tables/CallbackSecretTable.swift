import Foundation
import GRDB
import TollgateCore

/// Statements on `callback_secret`, a table of one row.
enum CallbackSecretTable {
  private static let secretLength = 32

  /// Makes the secret at the first start.
  static func ensure(_ db: Database) throws {
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<secretLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try db.execute(
      sql: "INSERT INTO callback_secret (id, secret) VALUES (1, ?) ON CONFLICT (id) DO NOTHING", arguments: [secret.data])
  }

  static func secret(_ db: Database) throws -> [UInt8] {
    guard let secret = try Data.fetchOne(db, sql: "SELECT secret FROM callback_secret WHERE id = 1") else {
      throw DamagedRow(description: "the secret of the callbacks is missing; restore a backup")
    }
    return Array(secret)
  }
}
