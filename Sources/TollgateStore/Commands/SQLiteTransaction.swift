import GRDB
import TollgateCore

/// One transaction of the database, as the rules of ``Bookkeeping`` see it.
struct SQLiteTransaction: BookTransaction {
  let db: Database
  var memory: WriterMemory

  /// A transaction that only reads.
  init(reading db: Database) throws {
    self.init(
      db,
      WriterMemory(latestWindow: try LedgerTable.latestWindow(db), hasImports: try GenerationTable.hasImports(db)))
  }

  init(_ db: Database, _ memory: WriterMemory) {
    self.db = db
    self.memory = memory
  }

  mutating func attempt(_ body: (inout SQLiteTransaction) throws -> Bool) throws {
    var inner = self
    var isKept = false
    try db.inSavepoint {
      isKept = try body(&inner)
      return isKept ? .commit : .rollback
    }
    if isKept { self = inner }
  }
}

// Generations and resends.
extension SQLiteTransaction {
  func generation(_ number: GenerationNumber) throws -> Generation? { try GenerationTable.load(number, db) }

  func insertGeneration(_ order: PurchaseOrder, hold: Money, after loss: SlotLoss?) throws -> Generation {
    try GenerationTable.insert(order, hold: hold, after: loss, db)
  }

  func update(_ new: Generation, from old: Generation) throws -> Bool { try GenerationTable.update(new, from: old, db) }

  func insertRecord(_ record: [UInt8], for number: GenerationNumber) throws {
    try GenerationTable.insertRecord(record, for: number, db)
  }

  func holder(ofUpstreamID id: String) throws -> GenerationNumber? { try GenerationTable.holder(ofUpstreamID: id, db) }

  func unsent(notOwnedBy owner: OwnerID) throws -> [Generation] { try GenerationTable.unsent(notOwnedBy: owner, db) }

  func unfinished(notOwnedBy owner: OwnerID, failedSince moment: Timestamp) throws -> [Generation] {
    try GenerationTable.unfinished(notOwnedBy: owner, failedSince: moment, db)
  }

  func setOwner(_ owner: OwnerID, of number: GenerationNumber) throws { try GenerationTable.setOwner(owner, of: number, db) }

  func runningCount(of key: KeyID?, limit: Int) throws -> Int {
    try GenerationTable.runningCount(of: key, limit: limit, db)
  }

  func resend(of unknown: GenerationNumber) throws -> GenerationNumber? { try GenerationTable.resend(of: unknown, db) }

  func resent(by generation: GenerationNumber) throws -> GenerationNumber? {
    try GenerationTable.resent(by: generation, db)
  }

  func insertResend(
    new: GenerationNumber, old: GenerationNumber, authorisedBy key: KeyID, isConfigured: Bool, at now: Timestamp
  ) throws {
    try GenerationTable.insertResend(new: new, old: old, authorisedBy: key, isConfigured: isConfigured, at: now, db)
  }
}

// Slots.
extension SQLiteTransaction {
  func contents(of slot: Slot) throws -> SlotContents { try SlotTable.contents(slot, db) }

  func take(_ slot: Slot, for new: GenerationNumber, replacing old: GenerationNumber?) throws -> Bool {
    try SlotTable.ensure(slot, db)
    return try SlotTable.take(slot, for: new, replacing: old, db)
  }

  func setResent(_ slot: Slot, at now: Timestamp) throws { try SlotTable.setResent(slot, at: now, db) }

  func clearLive(_ slot: Slot, of generation: GenerationNumber) throws {
    try SlotTable.clearLive(slot, of: generation, db)
  }

  func finish(_ slot: Slot, by generation: GenerationNumber, at now: Timestamp) throws {
    try SlotTable.finish(slot, by: generation, at: now, db)
  }

  func lose(_ slot: Slot, of generation: GenerationNumber, because loss: SlotLoss) throws {
    try SlotTable.lose(slot, of: generation, because: loss, db)
  }
}

// Imports.
extension SQLiteTransaction {
  var hasImports: Bool { memory.hasImports }

  mutating func insertImported(_ result: ImportedResult, owner: OwnerID, at now: Timestamp) throws -> GenerationNumber {
    memory.hasImports = true
    return try GenerationTable.insert(result, owner: owner, at: now, db)
  }
}

// Files.
extension SQLiteTransaction {
  func insertFiles(_ links: [ResultLink], of number: GenerationNumber) throws {
    try FileTable.insert(links, of: number, db)
  }

  func files(of number: GenerationNumber) throws -> [ResultFile] { try FileTable.files(of: number, db) }

  func update(_ file: ResultFile) throws { try FileTable.update(file, db) }

  func asset(_ id: AssetID) throws -> Asset? { try AssetTable.load(id, db) }

  func update(_ asset: Asset) throws { try AssetTable.update(asset, db) }

  func noteUse(ofFilesOf number: GenerationNumber, at moment: Timestamp) throws {
    try AssetTable.noteUse(ofFilesOf: number, at: moment, db)
  }

  func generations(naming asset: AssetID) throws -> [Generation] { try GenerationTable.list(naming: asset, db) }

  func isPinned(_ number: GenerationNumber) throws -> Bool { try GenerationTable.isPinned(number, db) }

  func removeResult(of number: GenerationNumber) throws {
    try FileTable.removeAll(of: number, db)
    try GenerationTable.removeResult(of: number, db)
  }
}

// Callbacks.
extension SQLiteTransaction {
  func openCallbackCount(of key: KeyID) throws -> Int { try CallbackTable.openCount(of: key, db) }

  func insertCallback(
    _ callback: CallbackOrder, of generation: GenerationNumber, key: KeyID, isDue: Bool, at now: Timestamp
  ) throws {
    try CallbackTable.insert(callback, of: generation, key: key, isDue: isDue, at: now, db)
  }

  func makeCallbacksDue(of generation: GenerationNumber, at now: Timestamp) throws {
    try CallbackTable.makeDue(of: generation, at: now, db)
  }

  func removeCallbacks(of generation: GenerationNumber) throws { try CallbackTable.removeWaiting(of: generation, db) }
}

// Money.
extension SQLiteTransaction {
  var latestWindow: LedgerWindow? { memory.latestWindow }

  mutating func hold(_ amount: Money, in scopes: [Scope], window: LedgerWindow) throws -> Bool {
    let scopes = scopes.map(\.description)
    if !memory.hasBalances(of: scopes, window: window) {
      try BalanceTable.ensure(scopes, window: window, db)
      memory.noteBalances(of: scopes, window: window)
    }
    return try BalanceTable.hold(amount, in: scopes, window: window, db) == scopes.count * BudgetPeriod.allCases.count
  }

  func book(_ change: BalanceChange, of generation: Generation, window: LedgerWindow) throws {
    let scopes = Scope.all(of: generation.key, team: generation.team).map(\.description)
    guard try BalanceTable.book(change, in: scopes, window: window, db) == scopes.count * BudgetPeriod.allCases.count else {
      throw DamagedRow(description: "a balance of \(generation.number) is missing; run tollgate verify")
    }
  }

  func balances(of scopes: [Scope], window: LedgerWindow) throws -> [Balance] {
    try BalanceTable.balances(of: scopes, window: window, db)
  }

  func insertHold(of generation: Generation, window: LedgerWindow) throws {
    try LedgerTable.insertHold(of: generation, window: window, db)
  }

  func insert(_ entry: LedgerEntry, of generation: GenerationNumber, at now: Timestamp) throws {
    try LedgerTable.insert(entry, of: generation, at: now, db)
  }

  func windowOfHold(of generation: GenerationNumber) throws -> LedgerWindow {
    try LedgerTable.windowOfHold(of: generation, db)
  }

  func dearestCharge(of priceClass: PriceClass, since moment: Timestamp) throws -> Money? {
    try ChargeTable.dearest(of: priceClass, since: moment, db)
  }

  func noteCharge(_ charge: Money, of generation: GenerationNumber, at now: Timestamp) throws {
    try ChargeTable.note(charge, of: generation, at: now, db)
  }
}
