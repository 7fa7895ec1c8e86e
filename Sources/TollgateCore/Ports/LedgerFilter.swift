/// Which lines of the ledger to list; every condition that is named has to hold.
package struct LedgerFilter: Sendable, Equatable {
  package var key: KeyID?
  /// Whether no line of another key is even looked at: the key itself asks.
  package var isOwn = false
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

/// A ledger row with whose it is.
package struct LedgerRecord: Sendable, Equatable {
  /// Its place in the ledger: what was written later has a larger one.
  package let id: Int64
  package let generation: GenerationNumber
  package let key: KeyID
  package let team: String?
  package let line: LedgerLine

  package init(id: Int64, generation: GenerationNumber, key: KeyID, team: String?, line: LedgerLine) {
    self.id = id
    self.generation = generation
    self.key = key
    self.team = team
    self.line = line
  }
}
