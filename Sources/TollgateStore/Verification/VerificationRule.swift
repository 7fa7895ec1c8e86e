import GRDB
import TollgateCore

/// One invariant: how many rows it concerns, and a query for those that break it.
struct VerificationRule {
  let rule: String
  /// Selects one number.
  let counting: String
  /// Selects one sentence for each violation.
  let violations: String

  func check(_ db: Database) throws -> VerificationCheck {
    let checked = try Int.fetchOne(db, sql: counting) ?? 0
    let limit = Verification.maximumViolations
    let found = try String.fetchAll(
      db, sql: "SELECT violation FROM (" + violations + ") LIMIT ?", arguments: [limit])
    return VerificationCheck(rule: rule, checked: checked, violations: found)
  }

  static var all: [VerificationRule] {
    money + closings + balances + spending + usage + slots + idempotency + numbers + files + uses + callbacks
  }

  static let countGenerations = "SELECT count(*) FROM generations"
  static let countSlots = "SELECT count(*) FROM slots"
  static let countLedger = "SELECT count(*) FROM ledger"
}
