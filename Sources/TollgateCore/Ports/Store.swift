/// Where the gateway's truth is kept. One writer decides and records, many commands per transaction, each for itself and in the
/// order of arrival; an answer means that the transaction is durable.
///
/// A call is never undone by the cancellation of the task that made it.
package protocol Store: ResultBooks, FileBooks, CallbackBooks, ContentBooks, UseBooks, RestoreBooks,
  RetentionBooks
{
  // MARK: The life of purchases

  /// Decides one create: replays, joins, blocks or buys. A purchase takes its slot and its hold in the same transaction, and is
  /// durable (`held`) when this returns.
  func decide(_ order: PurchaseOrder) async throws(StoreError) -> PurchaseDecision

  /// Says what would be decided about a create, and what it would cost, without changing anything.
  func forecast(_ order: PurchaseOrder) async throws(StoreError) -> PurchaseForecast

  /// Applies one event to one generation: state, ledger entries and slot in one transaction.
  ///
  /// - Returns: the generation afterwards.
  func record(
    _ event: GenerationEvent, for generation: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> Generation

  /// Settles what dead owners left behind: `held` is released, `submitting` becomes unknown. What runs, stalled, or failed with
  /// money still out is returned, to be asked about again.
  func recover(owner: OwnerID, at now: Timestamp) async throws(StoreError) -> [Generation]

  // MARK: Reading

  /// One generation; `nil` where there is none of that number.
  func generation(_ number: GenerationNumber) async throws(StoreError) -> Generation?

  /// The generation with its body, its record and its files, for the answer to a query; `nil` also where it was purged.
  func recordedGeneration(_ number: GenerationNumber) async throws(StoreError) -> RecordedGeneration?

  /// What a slot holds now; empty contents where it was never used.
  func contents(of slot: Slot) async throws(StoreError) -> SlotContents

  /// Generations, newest first.
  func generations(_ filter: GenerationFilter) async throws(StoreError) -> [Generation]

  /// Looks through one key's generations, newest first. Nobody else's are looked at, and so many at a time; what is asked for
  /// about the key in the filter is left out.
  func walk(_ filter: GenerationFilter, of key: KeyID) async throws(StoreError) -> GenerationWalk

  /// How many generations there are in each state but `succeeded`, which nobody has to look after; states without any are left
  /// out.
  func generationCounts() async throws(StoreError) -> [GenerationState: Int]

  /// The ledger's lines of one generation, in the order in which they were written.
  func ledger(of generation: GenerationNumber) async throws(StoreError) -> [LedgerLine]

  /// The ledger's lines of all generations, newest first.
  func ledger(_ filter: LedgerFilter) async throws(StoreError) -> [LedgerRecord]

  /// How the store is: what it has noticed so far, without asking its disk.
  func condition() -> StoreCondition

  /// How large the store is, at no price worth mentioning.
  func figures() async throws(StoreError) -> StoreFigures

  /// Checks every invariant that a store can show by itself.
  func verify() async throws(StoreError) -> VerificationReport

  // MARK: Money

  /// The balances of every scope that ever held money or has a limit, in this window's day and month and in total.
  func balances(in window: LedgerWindow) async throws(StoreError) -> [Balance]

  /// The money for whoever watches the gateway: the purchases whose outcome is unknown, and the balances of these scopes and of
  /// those that have a budget, of which at most `budgets` are looked at.
  func moneyFigures(of scopes: [Scope], budgets: Int, in window: LedgerWindow) async throws(StoreError) -> MoneyFigures

  /// The latest window in which money was held; `nil` before the first purchase. No later hold falls into an earlier one.
  func latestWindow() async throws(StoreError) -> LedgerWindow?

  /// What was spent, saved and asked for, summed up by one dimension.
  func usage(_ query: UsageQuery) async throws(StoreError) -> [UsageSum]

  /// What was spent, saved and asked for over time, in the order of time; times without any are left out.
  func usageSeries(_ filter: UsageSeriesFilter) async throws(StoreError) -> [UsagePoint]

  /// Adds to the statistics of how creates ended and of what they were answered with, and notes which keys were used. They are no
  /// money: a crash may lose what was not added yet.
  func add(_ counts: [UsageCount], uses: [GenerationUse]) async throws(StoreError)

  // MARK: Tickets

  /// Takes the next `count` serials, durably: no serial is ever handed out twice, also across crashes.
  func reserveSerials(_ count: Int64) async throws(StoreError) -> Range<Int64>

  // MARK: Keys

  /// All keys, also revoked ones, each with the digests of its secrets.
  func keys() async throws(StoreError) -> [StoredKey]

  /// Adds a key.
  ///
  /// - Throws: ``StoreError/conflict(_:)`` where the name or the secret is taken, or there is no team of the name that it has.
  func insert(_ key: StoredKey) async throws(StoreError)

  /// Revokes a key by name.
  ///
  /// - Returns: `false` where there is no such key that is not revoked yet.
  func revokeKey(
    named name: String, at now: Timestamp, if precondition: Precondition
  ) async throws(StoreError) -> Bool

  /// Gives a key another secret, and remembers the one that it had. What was remembered before is forgotten.
  ///
  /// - Parameters:
  ///   - name: the key's name.
  ///   - digest: the digest of its new secret.
  ///   - formerUntil: when the secret that it had ends; `nil` where it is not even to be remembered.
  ///   - now: former secrets of any key that have ended by then are forgotten.
  ///   - precondition: what must still be true of it.
  /// - Returns: the key before and afterwards; `nil` where there is no such key that is not revoked.
  /// - Throws: ``StoreError/conflict(_:)`` where the new secret is taken.
  func rotateKey(
    named name: String, to digest: KeyDigest, formerUntil: Timestamp?, at now: Timestamp, if precondition: Precondition
  ) async throws(StoreError) -> RotatedKey?

  /// Forgets former secrets, so that no clock that is set back brings them to life again. Others are left out.
  func forgetFormerSecrets(_ digests: Set<KeyDigest>) async throws(StoreError)

  /// Changes what a key may spend and do, from the next decision on. What the change does not name stays as it is at that
  /// moment, so that of two changes neither undoes the other. What was held before stays booked to the team that it was held for.
  ///
  /// - Returns: `false` where there is no such key.
  /// - Throws: ``StoreError/conflict(_:)`` where there is no team of the name that it is to get.
  func changeKey(
    named name: String, by change: KeyChange, if precondition: Precondition
  ) async throws(StoreError) -> Bool

  /// Makes keys, teams and budgets those of the configuration file: new names are added, known names keep their id and history
  /// and get the file's digest, team, models, mode, limits and expiry, names gone from the file are revoked. A team that is gone
  /// from the file keeps its budgets, as one that was created: keys that were created for it are still bound by them. Former
  /// secrets that have ended, or are of revoked keys, are forgotten, and free for the file.
  func declare(_ declaration: Declaration, at now: Timestamp) async throws(StoreError)

  // MARK: Teams

  /// All teams, by name.
  func teams() async throws(StoreError) -> [Team]

  /// Adds a team.
  ///
  /// - Throws: ``StoreError/conflict(_:)`` where the name is taken.
  func insert(_ team: Team) async throws(StoreError)

  /// Changes what a team may spend, from the next decision on. Budgets that the change does not name stay as they are.
  ///
  /// - Returns: `false` where there is no such team.
  func changeTeam(
    named name: String, by change: TeamChange, if precondition: Precondition
  ) async throws(StoreError) -> Bool

  /// Removes a team with its budgets. What it spent stays booked under its name.
  ///
  /// - Returns: `false` where there is no such team.
  /// - Throws: ``StoreError/conflict(_:)`` where a key belongs to it that is not revoked.
  func removeTeam(named name: String, if precondition: Precondition) async throws(StoreError) -> Bool
}

// Whatever it is now.
extension Store {
  package func revokeKey(named name: String, at now: Timestamp) async throws(StoreError) -> Bool {
    try await revokeKey(named: name, at: now, if: .none)
  }

  package func rotateKey(
    named name: String, to digest: KeyDigest, formerUntil: Timestamp?, at now: Timestamp
  ) async throws(StoreError) -> RotatedKey? {
    try await rotateKey(named: name, to: digest, formerUntil: formerUntil, at: now, if: .none)
  }

  package func changeKey(named name: String, by change: KeyChange) async throws(StoreError) -> Bool {
    try await changeKey(named: name, by: change, if: .none)
  }

  package func changeTeam(named name: String, by change: TeamChange) async throws(StoreError) -> Bool {
    try await changeTeam(named: name, by: change, if: .none)
  }

  package func removeTeam(named name: String) async throws(StoreError) -> Bool {
    try await removeTeam(named: name, if: .none)
  }
}

extension Store {
  /// Adds to the statistics of how creates ended, as ``add(_:uses:)``.
  package func add(_ counts: [UsageCount]) async throws(StoreError) { try await add(counts, uses: []) }
}

/// Who runs a generation: one process's run of the gateway. Recovery touches only the rows of owners that are dead.
package struct OwnerID: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ text: String) { description = text }
}

/// A generation with what was asked and what came back.
package struct RecordedGeneration: Sendable {
  package let generation: Generation
  /// The client's JSON object in its canonical spelling.
  package let canonicalBody: [UInt8]
  /// The upstream's finished record as canonical JSON; `nil` until it succeeded.
  package let record: [UInt8]?
  /// The result's files that were stored, by their links. They may have been removed since.
  package let blobs: [String: Blob]

  package init(generation: Generation, canonicalBody: [UInt8], record: [UInt8]?, blobs: [String: Blob] = [:]) {
    self.generation = generation
    self.canonicalBody = canonicalBody
    self.record = record
    self.blobs = blobs
  }
}

/// A ledger row as it is shown.
package struct LedgerLine: Sendable, Equatable {
  package let entry: LedgerEntry
  package let at: Timestamp
  /// The calendar day of the hold, as `yyyymmdd` in the gateway's time zone: a capture is booked to its hold's window.
  package let day: Int32

  package init(entry: LedgerEntry, at: Timestamp, day: Int32) {
    self.entry = entry
    self.at = at
    self.day = day
  }
}
