import NIOConcurrencyHelpers
package import TollgateCore

/// The disk under one or several runs of a store: what is here survives a crash.
package final class SimulatedDisk: Sendable {
  private let box = NIOLockedValueBox(BookState())

  package init() {}

  var state: BookState {
    get { box.withLockedValue { $0 } }
    set { box.withLockedValue { $0 = newValue } }
  }
}

/// A store over values, with the rules of every store. Its transactions end at once and well, or when and how a simulation
/// wants it.
package final class InMemoryStore: Sendable {
  /// When transactions are committed.
  package enum Pace: Sendable {
    /// Each command by itself, at once.
    case immediate
    /// When ``commit(_:as:)`` is called.
    case onDemand
  }

  private struct Command: Sendable {
    let perform: @Sendable (inout InMemoryTransaction) throws -> @Sendable () -> Void
    let fail: @Sendable (StoreError) -> Void
  }

  private struct Queue {
    var waiting: [Command] = []
    var failure: StoreError?
    /// Decisions against a limit, as the books were in the moment of each, and holds that were to end twice (I3).
    var complaints: [String] = []
  }

  let disk: SimulatedDisk
  private let pace: Pace
  private let judge: DecisionJudge?
  private let queue = NIOLockedValueBox(Queue())
  private let turn = NIOLockedValueBox(())

  package convenience init(disk: SimulatedDisk = SimulatedDisk(), pace: Pace = .immediate) {
    self.init(disk: disk, pace: pace, judge: nil)
  }

  /// A store whose every decision `judge` looks at.
  init(disk: SimulatedDisk, pace: Pace, judge: DecisionJudge?) {
    self.disk = disk
    self.pace = pace
    self.judge = judge
  }

  /// How many commands wait for a transaction.
  package var waitingCount: Int { queue.withLockedValue { $0.waiting.count } }

  package func condition() -> StoreCondition {
    let (waiting, failure) = queue.withLockedValue { ($0.waiting.count, $0.failure) }
    return StoreCondition(
      engine: "memory", schema: 0, trouble: failure.map { "\($0)" }, commits: 0, sinceCommit: nil, waiting: waiting)
  }

  /// Whether a commit ended in a way that the process has to stop after.
  package var hasFailed: Bool { queue.withLockedValue { $0.failure != nil } }

  /// Decisions against a limit, and holds that were to end twice, since the last call.
  func takeComplaints() -> [String] {
    queue.withLockedValue { queue in
      defer { queue.complaints = [] }
      return queue.complaints
    }
  }

  /// Ends the run: who waits, and whoever comes, hears that nothing is known any more.
  package func die() {
    let waiting = queue.withLockedValue { queue in
      queue.failure = .durabilityUnknown("the process has ended")
      defer { queue.waiting = [] }
      return queue.waiting
    }
    for command in waiting { command.fail(.durabilityUnknown("the process has ended")) }
  }

  /// Runs the first commands that wait in one transaction.
  package func commit(_ count: Int, as outcome: CommitOutcome) {
    let batch = queue.withLockedValue { queue in
      let batch = Array(queue.waiting.prefix(count))
      queue.waiting.removeFirst(batch.count)
      return batch
    }
    guard !batch.isEmpty else { return }
    var transaction = InMemoryTransaction(state: disk.state)
    var answers: [@Sendable () -> Void] = []
    for command in batch {
      let before = transaction.state
      do {
        answers.append(try command.perform(&transaction))
        complain(BookAudit.overshoots(in: transaction.state, since: before.ledger.count))
      } catch {
        transaction.state = before
        if let fate = error as? SecondFate { complain(["\(fate)"]) }
        let failure = error as? StoreError ?? .notDurable("\(error)")
        answers.append { command.fail(failure) }
      }
    }
    judge?.settle(isDurable: outcome == .durable)
    switch outcome {
    case .durable:
      disk.state = transaction.state
      for answer in answers { answer() }
    case .failed:
      for command in batch { command.fail(.notDurable("the disk is full")) }
    case .unknownAndDurable, .unknownAndLost:
      if outcome == .unknownAndDurable { disk.state = transaction.state }
      let waiting = queue.withLockedValue { queue in
        queue.failure = .durabilityUnknown("an I/O error")
        defer { queue.waiting = [] }
        return queue.waiting
      }
      for command in batch { command.fail(.durabilityUnknown("an I/O error")) }
      for command in waiting { command.fail(.notDurable("the store stopped: an I/O error")) }
    }
  }

  private func complain(_ complaints: [String]) {
    if !complaints.isEmpty { queue.withLockedValue { $0.complaints += complaints } }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (inout InMemoryTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      let command = Command(
        perform: { transaction in
          let value = try body(&transaction)
          return { continuation.resume(returning: .success(value)) }
        },
        fail: { continuation.resume(returning: .failure($0)) })
      let failure = queue.withLockedValue { queue in
        if queue.failure == nil { queue.waiting.append(command) }
        return queue.failure
      }
      if let failure { return command.fail(failure) }
      // One after the other, as with every writer.
      if pace == .immediate { turn.withLockedValue { _ in commit(1, as: .durable) } }
    }
    return try result.get()
  }

  func read<Value>(_ body: (InMemoryTransaction) throws -> Value) async throws(StoreError) -> Value {
    if pace == .onDemand {
      // A reader sees the state of the moment in which it comes to its turn.
      await Task.yield()
      if case .durabilityUnknown("the process has ended")? = queue.withLockedValue({ $0.failure }) {
        throw .notDurable("the process has ended")
      }
    }
    do { return try body(InMemoryTransaction(state: disk.state)) } catch {
      throw error as? StoreError ?? .damaged("\(error)")
    }
  }
}

extension InMemoryStore {
  /// Changes what is kept besides the books.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (inout BookState) throws -> Value
  ) async throws(StoreError) -> Value {
    try await write { try body(&$0.state) }
  }

  /// Looks at what is kept.
  func look<Value>(_ body: (BookState) throws -> Value) async throws(StoreError) -> Value {
    try await read { try body($0.state) }
  }
}

extension InMemoryStore: Store {
  package func decide(_ order: PurchaseOrder) async throws(StoreError) -> PurchaseDecision {
    try await write { [self] books in
      let decision = try Bookkeeping.decide(order, in: &books)
      if let judge { complain(judge.complaints(about: decision, on: order, in: books.state)) }
      return decision
    }
  }

  package func forecast(_ order: PurchaseOrder) async throws(StoreError) -> PurchaseForecast {
    try await read { try Bookkeeping.forecast(order, in: $0) }
  }

  package func record(
    _ event: GenerationEvent, for generation: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await write { try Bookkeeping.record(event, for: generation, at: now, in: &$0) }
  }

  package func recover(owner: OwnerID, at now: Timestamp) async throws(StoreError) -> [Generation] {
    try await write { books in
      for place in books.state.callbacks.indices where books.state.callbacks[place].isTaken {
        books.state.callbacks[place].restsUntil = books.state.callbacks[place].callback.dueAt
      }
      return try Bookkeeping.recover(owner: owner, at: now, in: &books)
    }
  }

  package func generation(_ number: GenerationNumber) async throws(StoreError) -> Generation? {
    try await read { try $0.generation(number) }
  }

  package func recordedGeneration(_ number: GenerationNumber) async throws(StoreError) -> RecordedGeneration? {
    try await read { books in
      guard let purchase = books.state.purchase(number), let body = purchase.body else { return nil }
      let isPassedOn = purchase.generation.files == .none
      let blobs = purchase.files.map { file in
        (file.link.url, file.asset.flatMap { books.state.assets[$0] }.flatMap { $0.isStored || !isPassedOn ? $0.blob : nil })
      }
      return RecordedGeneration(
        generation: purchase.generation, canonicalBody: body, record: purchase.record,
        blobs: Dictionary(blobs.compactMap { pair in pair.1.map { (pair.0, $0) } }) { first, _ in first })
    }
  }

  package func contents(of slot: Slot) async throws(StoreError) -> SlotContents { try await read { try $0.contents(of: slot) } }

  package func generations(_ filter: GenerationFilter) async throws(StoreError) -> [Generation] {
    try await look { state in
      let wanted = state.purchases.reversed().filter { filter.includes($0) }
      return wanted.prefix(min(max(filter.limit, 1), 1000)).map(\.generation)
    }
  }

  package func walk(_ filter: GenerationFilter, of key: KeyID) async throws(StoreError) -> GenerationWalk {
    var own = filter
    own.key = key
    let found = try await generations(own)
    return GenerationWalk(found, goesOnBefore: found.count == min(max(own.limit, 1), 1000) ? found.last?.number : nil)
  }

  package func generationCounts() async throws(StoreError) -> [GenerationState: Int] {
    try await look { state in
      let open = state.purchases.map(\.generation.state).filter { $0 != .succeeded }
      return Dictionary(open.map { ($0, 1) }, uniquingKeysWith: +)
    }
  }

  package func ledger(_ filter: LedgerFilter) async throws(StoreError) -> [LedgerRecord] {
    try await look { state in
      let records = state.ledger.enumerated().map { place, line in
        LedgerRecord(
          id: Int64(place) + 1, generation: line.generation, key: line.key, team: line.team,
          line: LedgerLine(entry: line.entry, at: line.at, day: line.window.day))
      }
      return Array(records.reversed().filter { filter.includes($0) }.prefix(min(max(filter.limit, 1), 1000)))
    }
  }

  package func ledger(of generation: GenerationNumber) async throws(StoreError) -> [LedgerLine] {
    try await read { books in
      books.state.ledger.filter { $0.generation == generation }
        .map { LedgerLine(entry: $0.entry, at: $0.at, day: $0.window.day) }
    }
  }

  package func verify() async throws(StoreError) -> VerificationReport {
    try await read { books in
      let check = VerificationCheck(
        rule: "Every invariant holds.", checked: books.state.purchases.count, violations: BookAudit.violations(in: books.state))
      return VerificationReport(
        checks: [check],
        excess: Self.findings(books.state) { max(0, ($0.captured ?? $0.hold).nanodollars - $0.hold.nanodollars) },
        unknown: Self.findings(books.state) { $0.state == .unknown ? $0.hold.nanodollars : 0 })
    }
  }

  private static func findings(
    _ state: BookState, _ amount: (GenerationStateMachine) -> Int64
  ) -> VerificationReport.Findings {
    let found = state.purchases.map(\.generation).filter { amount($0.machine) > 0 }
    return .init(
      count: found.count, sum: Money(nanodollars: found.reduce(0) { $0 + amount($1.machine) }),
      oldest: found.first?.createdAt, newest: found.reversed().prefix(100).map { "\($0.number)" })
  }

  package func balances(in window: LedgerWindow) async throws(StoreError) -> [Balance] {
    try await read { books in
      let scopes = Set(books.state.balances.keys.map(\.scope)).union(books.state.budgets.keys)
      return try books.balances(of: scopes.sorted { $0.description < $1.description }, window: window)
    }
  }

  package func moneyFigures(
    of scopes: [Scope], budgets: Int, in window: LedgerWindow
  ) async throws(StoreError) -> MoneyFigures {
    try await read { books in
      let limited = books.state.budgets.filter { $0.value != BudgetLimits() }.keys.sorted { $0.description < $1.description }
      let unknown = books.state.purchases.map(\.generation).filter { $0.state == .unknown }
      return MoneyFigures(
        unknown: .init(
          count: unknown.count, held: unknown.reduce(.zero) { $0 + $1.machine.hold },
          oldestAt: unknown.map(\.createdAt).min()),
        balances: try books.balances(of: scopes + limited.prefix(budgets).filter { !scopes.contains($0) }, window: window))
    }
  }

  package func latestWindow() async throws(StoreError) -> LedgerWindow? { try await read { $0.state.latestWindow } }

  package func usage(_ query: UsageQuery) async throws(StoreError) -> [UsageSum] {
    try await read { books in books.state.usage(query) }
  }

  package func usageSeries(_ filter: UsageSeriesFilter) async throws(StoreError) -> [UsagePoint] {
    try await look { $0.series(filter) }
  }

  package func add(_ counts: [UsageCount], uses: [GenerationUse]) async throws(StoreError) {
    try await write { books in
      for use in uses { books.state.uses[use.kind, default: UseSum()].add(use.sum) }
      for count in counts {
        books.state.usage[count.kind, default: UsageCount(count.kind)].count += count.count
        let saved = books.state.usage[count.kind]?.saved ?? .zero
        books.state.usage[count.kind, default: UsageCount(count.kind)].saved = saved.addingSaturating(count.saved)
      }
      let lastUses = UsageCount.lastUses(in: counts)
      for (place, stored) in books.state.keys.enumerated() {
        if let moment = lastUses[stored.key.id] { books.state.keys[place] = stored.used(at: moment) }
      }
    }
  }

  package func reserveSerials(_ count: Int64) async throws(StoreError) -> Range<Int64> {
    guard count > 0 else { throw .notDurable("\(count) serials cannot be reserved") }
    return try await write { books in
      guard books.state.nextSerial <= JobTicket.maximumSerial + 1 - count else {
        throw StoreError.notDurable("the serials of job ids are used up")
      }
      books.state.nextSerial += count
      return books.state.nextSerial - count..<books.state.nextSerial
    }
  }
}
