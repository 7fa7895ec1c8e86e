import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("What the engine says about itself")
struct BookReadingTests {
  @Test("the books and memory agree with what was bought and repeated")
  func figures() async throws {
    let alice = TestKey.declared("alice")
    try await EngineHarness.run(keys: [alice]) { harness in
      let caller = try harness.caller("alice")
      let bought = try await harness.create("a", from: caller)
      try await harness.record(of: bought.jobID, untilStatus: 2, from: caller)
      _ = try await harness.create("a", from: caller)
      await #expect(throws: GatewayError.self) {
        () async throws in try await harness.gateway.create([], directives: CreateDirectives(), from: caller)
      }
      let memory = try await eventually("creates are counted") {
        let figures = harness.engine.figures.figures()
        return figures.createsByKey["alice"]?.counts.values.reduce(0, +) == 3 ? figures : nil
      }
      #expect(
        memory.createsByKey == [
          "alice": .init(counts: [.hit: 1, .miss: 1, .refused: 1], saved: Money(nanodollars: 40_000_000))
        ])
      #expect(memory.createsByModel[nil]?.counts == [.refused: 1] && memory.pauses.isEmpty && memory.answeredAt != nil)
      #expect(memory.store.commitTimes.count == memory.store.commits && memory.store.commits > 0)
      #expect(memory.slots.misses >= 1 && memory.slots.bytes > 0)
      // On a busy machine one look may take longer than its patience.
      let books = try await eventually("the books are read") { await harness.engine.figures.bookFigures() }
      #expect(books.money.total(of: .gateway)?.spent == Money(nanodollars: 40_000_000))
      #expect(books.money.total(of: .key(alice.key.id))?.spent == Money(nanodollars: 40_000_000))
      #expect(books.keyNames == [alice.key.id: "alice"] && books.purchases.isEmpty && books.store.generationCount == 1)
      harness.engine.drain.begin()
      #expect(harness.engine.figures.figures().pauses == [.draining])
    }
  }

  /// Runs the service around `body`.
  private func reading(
    _ time: ManualTime, _ read: @escaping @Sendable () async throws(StoreError) -> BookFigures,
    _ body: (BookReading) async throws -> Void
  ) async throws {
    let books = BookReading(time: time, logger: LogRecorder().logger, read: read)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await books.run() }
      try await body(books)
      tasks.cancelAll()
    }
  }

  @Test("nobody waits long for books that cannot be read")
  func patience() async throws {
    let time = ManualTime()
    let gate = Gate()
    try await reading(
      time,
      { () throws(StoreError) in
        await gate.wait()
        return BookFigures()
      }
    ) { books in
      try await withThrowingTaskGroup(of: BookFigures?.self) { group in
        let deadline = time.uptime() + BookReading.patience
        for _ in 0..<3 { group.addTask { await books.figures() } }
        try await eventually("three wait", holds: { time.sleepers(until: deadline) == 3 })
        time.advance(by: BookReading.patience)
        for try await figures in group { #expect(figures == nil) }
      }
      await gate.open()
      // Whoever asks afterwards gets what was read after the question.
      #expect(await books.figures() == BookFigures())
    }
  }

  @Test("all who ask at once share one look, which is no older than their question")
  func shared() async throws {
    let time = ManualTime()
    let (looks, gate) = (NIOLockedValueBox(0), Gate())
    try await reading(
      time,
      { () throws(StoreError) in
        let number = looks.withLockedValue { looks in
          looks += 1
          return looks
        }
        if number == 1 { await gate.wait() }
        var figures = BookFigures()
        figures.money.unknown.count = number
        return figures
      }
    ) { books in
      try await withThrowingTaskGroup(of: Int?.self) { group in
        group.addTask { await books.figures()?.money.unknown.count }
        try await eventually("the first look begins", holds: { looks.withLockedValue { $0 } == 1 })
        let deadline = time.uptime() + BookReading.patience
        for _ in 0..<3 { group.addTask { await books.figures()?.money.unknown.count } }
        try await eventually("all wait", holds: { time.sleepers(until: deadline) == 4 })
        await gate.open()
        var seen: [Int?] = []
        for try await number in group { seen.append(number) }
        #expect(seen.compactMap(\.self).sorted() == [1, 2, 2, 2])
      }
    }
  }

  @Test("a look that fails is none")
  func failure() async throws {
    try await reading(ManualTime(), { () throws(StoreError) in throw .notDurable("no") }) { books in
      #expect(await books.figures() == nil)
    }
  }
}
