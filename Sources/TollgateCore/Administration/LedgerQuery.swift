/// Which lines of the ledger to list; every condition that is named has to hold.
package struct LedgerQuery: Sendable, Codable, Equatable {
  /// Of purchases of the key of this name.
  package var keyName: String?
  /// Whether the key itself asks: no line of another one is even looked at.
  package var isOwn = false
  /// Of purchases of keys of this team.
  package var team: String?
  /// The calendar day of the hold, as `yyyymmdd`.
  package var day: Int32?
  package var kind: LedgerEntry.Kind?
  /// Only those that were written before the one with this id, for paging.
  package var before: Int64?
  /// 1 to 1000.
  package var limit = 50

  package init() {}
}

/// A line of the ledger as it is shown.
package struct LedgerSummary: Sendable, Codable, Equatable {
  /// Its place in the ledger, for paging.
  package let id: Int64
  package let generation: GenerationNumber
  /// The buying key's name, where it is known; open-mode callers have none.
  package let keyName: String?
  package let team: String?
  package let kind: LedgerEntry.Kind
  package let amount: Money
  package let at: Timestamp
  /// The calendar day of the hold, as `yyyymmdd`.
  package let day: Int32

  package init(_ record: LedgerRecord, keyName: String?) {
    id = record.id
    generation = record.generation
    self.keyName = keyName
    team = record.team
    kind = record.line.entry.kind
    amount = record.line.entry.amount
    at = record.line.at
    day = record.line.day
  }
}
