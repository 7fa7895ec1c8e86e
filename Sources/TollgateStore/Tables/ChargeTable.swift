import GRDB
import TollgateCore

/// Statements on `charges`: the dearest charge of each class of creates on each day.
enum ChargeTable {
  private static let day: Int64 = 86_400_000

  static func dearest(of priceClass: PriceClass, since moment: Timestamp, _ db: Database) throws -> Money? {
    let dearest = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT max(dearest) FROM charges WHERE class = ? AND day >= ?"),
      arguments: [priceClass.description.storable, moment.millisecondsSince1970 / day])
    return dearest.map { Money(nanodollars: $0) }
  }

  /// Remembers a charge under the class that the generation was bought in; one that was bought before classes were kept has
  /// none.
  static func note(_ charge: Money, of generation: GenerationNumber, at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO charges (class, day, dearest) SELECT price_class, ?1, ?2 FROM generations \
        WHERE number = ?3 AND price_class IS NOT NULL \
        ON CONFLICT (class, day) DO UPDATE SET dearest = excluded.dearest WHERE excluded.dearest > dearest
        """
    ).execute(arguments: [now.millisecondsSince1970 / day, charge.nanodollars, generation.value])
  }

  /// Forgets what no quote asks for any more.
  static func removeAll(before moment: Timestamp, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM charges WHERE day < ?", arguments: [moment.millisecondsSince1970 / day])
  }
}
