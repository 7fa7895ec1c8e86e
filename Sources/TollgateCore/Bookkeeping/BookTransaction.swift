/// What the rules of ``Bookkeeping`` need of a store, inside one transaction: reads that see the transaction's own changes, and
/// changes that say by their result whether they happened. None of them decides anything.
///
/// Every change is guarded by what was read, so that the rules are right also where several writers work on one database.
package protocol BookTransaction {
  // MARK: Undoing

  /// Runs `body`, and undoes what it changed where it returns `false` or throws.
  mutating func attempt(_ body: (inout Self) throws -> Bool) throws

  // MARK: Generations

  /// One generation as it is now; `nil` where there is none of that number.
  func generation(_ number: GenerationNumber) throws -> Generation?
  /// Adds a generation that holds `hold`, and its body, under the next number. `loss` is why it is bought again.
  mutating func insertGeneration(_ order: PurchaseOrder, hold: Money, after loss: SlotLoss?) throws -> Generation
  /// Writes what an event changed.
  ///
  /// - Returns: whether the generation still was as `old` says; nothing is written otherwise.
  mutating func update(_ new: Generation, from old: Generation) throws -> Bool
  /// Keeps the upstream's finished record.
  mutating func insertRecord(_ record: [UInt8], for number: GenerationNumber) throws
  /// The generation that the upstream's job id already stands for.
  func holder(ofUpstreamID id: String) throws -> GenerationNumber?
  /// What other owners held or were just sending.
  func unsent(notOwnedBy owner: OwnerID) throws -> [Generation]
  /// What other owners asked the upstream about: running, stalled, and failed since `moment` with money still out.
  func unfinished(notOwnedBy owner: OwnerID, failedSince moment: Timestamp) throws -> [Generation]
  /// Hands a generation over to the process that asks about it from now on.
  mutating func setOwner(_ owner: OwnerID, of number: GenerationNumber) throws
  /// How many generations are held, submitting or running: of one key, or of all. It stops counting at `limit`.
  func runningCount(of key: KeyID?, limit: Int) throws -> Int

  // MARK: Resends

  /// The generation that bought an unknown again, the newest of them.
  func resend(of unknown: GenerationNumber) throws -> GenerationNumber?
  /// The unknown that a generation bought again.
  func resent(by generation: GenerationNumber) throws -> GenerationNumber?
  /// Writes down who allowed an unknown to be bought again.
  mutating func insertResend(
    new: GenerationNumber, old: GenerationNumber, authorisedBy key: KeyID, isConfigured: Bool, at now: Timestamp) throws

  // MARK: Idempotency

  /// What a key's `Idempotency-Key` stands for; also where that is over, as long as it is kept.
  func idempotencyRecord(named name: String, of key: KeyID) throws -> IdempotencyRecord?
  /// Keeps what a key's `Idempotency-Key` stands for from now on.
  mutating func keep(_ record: IdempotencyRecord, named name: String, of key: KeyID) throws
  /// Removes all records that name a generation.
  mutating func removeIdempotencyRecords(of generation: GenerationNumber) throws
  /// Removes the oldest records, at most `limit`, as far as they are older than `moment`.
  mutating func removeIdempotencyRecords(before moment: Timestamp, limit: Int) throws

  // MARK: Slots

  /// What the slot holds now: empty contents where it was never used.
  func contents(of slot: Slot) throws -> SlotContents
  /// Makes `new` the slot's live generation instead of the `old` one that was seen there; `nil` where the slot was seen free.
  ///
  /// - Returns: `false`, with nothing changed, where the live generation is another one: somebody was first.
  mutating func take(_ slot: Slot, for new: GenerationNumber, replacing old: GenerationNumber?) throws -> Bool
  /// Spends the slot's configured resend.
  mutating func setResent(_ slot: Slot, at now: Timestamp) throws
  /// Frees the slot where `generation` is the live one in it; nothing is changed otherwise.
  mutating func clearLive(_ slot: Slot, of generation: GenerationNumber) throws
  /// Makes the generation's result the one that is replayed: where it is the live one, and where nothing is finished yet.
  mutating func finish(_ slot: Slot, by generation: GenerationNumber, at now: Timestamp) throws
  /// Frees the slot of a generation that is finished or live in it, and notes why; nothing is changed otherwise.
  mutating func lose(_ slot: Slot, of generation: GenerationNumber, because loss: SlotLoss) throws

  // MARK: Imports

  /// Whether anything was ever imported. It may say yes where nothing was.
  var hasImports: Bool { get }
  /// Adds an imported result as a generation that has succeeded, and its body, under the next number.
  mutating func insertImported(_ result: ImportedResult, owner: OwnerID, at now: Timestamp) throws -> GenerationNumber

  // MARK: Files

  /// Writes down the files of a result, as pending.
  mutating func insertFiles(_ links: [ResultLink], of number: GenerationNumber) throws
  /// The files of a result, in their order.
  func files(of number: GenerationNumber) throws -> [ResultFile]
  /// Writes what became of a file. Its asset has to be there.
  mutating func update(_ file: ResultFile) throws
  /// A file as it is known by its bytes.
  func asset(_ id: AssetID) throws -> Asset?
  /// Adds an asset, or changes it.
  mutating func update(_ asset: Asset) throws
  /// Writes down that the files of a result were used, unless a later use is known.
  mutating func noteUse(ofFilesOf number: GenerationNumber, at moment: Timestamp) throws
  /// The generations whose results name an asset.
  func generations(naming asset: AssetID) throws -> [Generation]
  /// Whether somebody wants a generation's result never to be removed to make room.
  func isPinned(_ number: GenerationNumber) throws -> Bool
  /// Removes body, record and files of a generation that was purged.
  mutating func removeResult(of number: GenerationNumber) throws

  // MARK: Callbacks

  /// How many callbacks of a key are on their way: neither delivered nor given up.
  func openCallbackCount(of key: KeyID) throws -> Int
  /// Adds a callback of a job that has ended, due now, or of one that has not.
  mutating func insertCallback(
    _ callback: CallbackOrder, of generation: GenerationNumber, key: KeyID, isDue: Bool, at now: Timestamp
  ) throws
  /// Makes due what waits for the end of a generation, and looks again at what was found to be early and is being put back.
  mutating func makeCallbacksDue(of generation: GenerationNumber, at now: Timestamp) throws
  /// Removes what waits for the end of a generation.
  mutating func removeCallbacks(of generation: GenerationNumber) throws

  // MARK: Money

  /// The latest window in which money was held.
  var latestWindow: LedgerWindow? { get }
  /// Adds `amount` to what is held in every one of the scopes' windows, as far as each limit allows it.
  ///
  /// - Returns: whether every one of them allowed it. Where one did not, some may have changed: the caller undoes it.
  mutating func hold(_ amount: Money, in scopes: [Scope], window: LedgerWindow) throws -> Bool
  /// Changes what is held and spent in the windows of the generation's hold, whatever the limits are now.
  mutating func book(_ change: BalanceChange, of generation: Generation, window: LedgerWindow) throws
  /// The scopes' balances with their limits as they are now, in the order of the scopes, and of total, month and day in each.
  func balances(of scopes: [Scope], window: LedgerWindow) throws -> [Balance]
  /// Writes a generation's hold into the ledger.
  mutating func insertHold(of generation: Generation, window: LedgerWindow) throws
  /// Writes a later entry into the ledger, with the labels of the generation's hold.
  mutating func insert(_ entry: LedgerEntry, of generation: GenerationNumber, at now: Timestamp) throws
  /// The window of the generation's hold, as the ledger has it.
  func windowOfHold(of generation: GenerationNumber) throws -> LedgerWindow
  /// What the upstream charged most for a create of this class since `moment`, as far as charges are kept.
  func dearestCharge(of priceClass: PriceClass, since moment: Timestamp) throws -> Money?
  /// Remembers what the upstream charged for a generation, for the quotes of its class.
  mutating func noteCharge(_ charge: Money, of generation: GenerationNumber, at now: Timestamp) throws
}
