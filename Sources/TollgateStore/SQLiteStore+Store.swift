import GRDB
package import TollgateCore

extension SQLiteStore: Store {
  package func decide(_ order: PurchaseOrder) async throws(StoreError) -> PurchaseDecision {
    try await change(.order) { try Bookkeeping.decide(order, in: &$0) }
  }

  package func forecast(_ order: PurchaseOrder) async throws(StoreError) -> PurchaseForecast {
    try await read { try Bookkeeping.forecast(order, in: SQLiteTransaction(reading: $0)) }
  }

  package func record(
    _ event: GenerationEvent, for generation: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await change { try Bookkeeping.record(event, for: generation, at: now, in: &$0) }
  }

  package func recover(owner: OwnerID, at now: Timestamp) async throws(StoreError) -> [Generation] {
    try await change { books in
      try CallbackTable.endLeases(books.db)
      try ChargeTable.removeAll(before: now - Bookkeeping.memoryOfCharges, books.db)
      return try Bookkeeping.recover(owner: owner, at: now, in: &books)
    }
  }

  package func generation(_ number: GenerationNumber) async throws(StoreError) -> Generation? {
    try await read { try GenerationTable.load(number, $0) }
  }

  package func recordedGeneration(_ number: GenerationNumber) async throws(StoreError) -> RecordedGeneration? {
    try await read { db in
      guard let generation = try GenerationTable.load(number, db), let body = try GenerationTable.body(number, db) else {
        return nil
      }
      return RecordedGeneration(
        generation: generation, canonicalBody: body, record: try GenerationTable.record(number, db),
        blobs: try FileTable.blobs(of: number, db))
    }
  }

  package func contents(of slot: Slot) async throws(StoreError) -> SlotContents {
    try await read { try SlotTable.contents(slot, $0) }
  }

  package func generationCounts() async throws(StoreError) -> [GenerationState: Int] {
    try await read { try GenerationTable.counts($0) }
  }

  package func ledger(_ filter: LedgerFilter) async throws(StoreError) -> [LedgerRecord] {
    try await read { try LedgerTable.list(filter, $0) }
  }

  package func ledger(of generation: GenerationNumber) async throws(StoreError) -> [LedgerLine] {
    try await read { try LedgerTable.lines(of: generation, $0) }
  }

  package func figures() async throws(StoreError) -> StoreFigures {
    var figures = try await read { try FigureTable.figures($0) }
    figures.logBytes = logBytes
    return figures
  }

  package func uses(of number: GenerationNumber, limit: Int) async throws(StoreError) -> GenerationUses {
    try await read { try UseTable.uses(of: number, limit: limit, $0) }
  }

  package func useSums(of numbers: [GenerationNumber]) async throws(StoreError) -> [GenerationNumber: UseSum] {
    try await read { try UseTable.sums(of: numbers, $0) }
  }

  package func verify() async throws(StoreError) -> VerificationReport {
    // Side by side on two reader connections, which halves the time. The rules see one moment, and the file need not be of it.
    async let file = result { try Verification.file($0) }
    let rules = await result { try Verification.rules($0) }
    let checks = try await file.get()
    let report = try rules.get()
    return VerificationReport(checks: checks + report.checks, excess: report.excess, unknown: report.unknown)
  }

  package func balances(in window: LedgerWindow) async throws(StoreError) -> [Balance] {
    try await read { db in try BalanceTable.balances(of: BalanceTable.scopes(db), window: window, db) }
  }

  package func moneyFigures(
    of scopes: [Scope], budgets: Int, in window: LedgerWindow
  ) async throws(StoreError) -> MoneyFigures {
    try await read { db in
      let limited = try BudgetTable.scopes(limit: budgets, db).filter { !scopes.contains($0) }
      return MoneyFigures(
        unknown: try GenerationTable.unknown(db), balances: try BalanceTable.balances(of: scopes + limited, window: window, db))
    }
  }

  package func latestWindow() async throws(StoreError) -> LedgerWindow? {
    try await read { try LedgerTable.latestWindow($0) }
  }

  package func usage(_ query: UsageQuery) async throws(StoreError) -> [UsageSum] {
    try await read { try UsageTable.sums(query, $0) }
  }

  package func usageSeries(_ filter: UsageSeriesFilter) async throws(StoreError) -> [UsagePoint] {
    try await read { try UsageTable.series(filter, $0) }
  }

  package func add(_ counts: [UsageCount], uses: [GenerationUse]) async throws(StoreError) {
    try await writer.write { db, _ in
      try UsageTable.add(counts, db)
      try UseTable.add(uses, db)
      try SpendingTable.fold(db)
      try KeyTable.note(UsageCount.lastUses(in: counts), db)
    }
  }

  package func reserveSerials(_ count: Int64) async throws(StoreError) -> Range<Int64> {
    guard count > 0 else { throw .notDurable("\(count) serials cannot be reserved") }
    return try await writer.write { db, _ in try TicketTable.reserve(count, db) }
  }

  /// Changes the books in the next transaction.
  func change<Value: Sendable>(
    _ priority: WriterCommand.Priority = .record,
    _ body: @escaping @Sendable (inout SQLiteTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    try await writer.write(priority) { db, memory in
      var books = SQLiteTransaction(db, memory)
      let value = try body(&books)
      memory = books.memory
      return value
    }
  }

  /// Reads on one of the reader connections, from one moment's state.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    try await result(body).get()
  }

  private func result<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async -> Result<Value, StoreError> {
    do { return .success(try await pool.read(body)) } catch { return .failure(DatabaseFailure.readError(error)) }
  }
}
