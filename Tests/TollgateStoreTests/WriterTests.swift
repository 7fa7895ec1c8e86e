import Dispatch
import Foundation
import GRDB
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Group commit: what shares a transaction, and what a failure of SQLite means for whom.
@Suite struct WriterTests {
  private func withStore(
    _ hooks: WriterHooks = WriterHooks(), isClean: Bool = true, _ test: (SQLiteStore, String) async throws -> Void
  ) async throws {
    try await TemporaryFolder.with { folder in
      let store = try SQLiteStore.open(folder: folder, hooks: hooks)
      do {
        try await test(store, folder)
        if isClean { try await expectClean(store) }
      } catch {
        await store.close()
        throw error
      }
      await store.close()
    }
  }

  /// Keeps the writer busy until `count` commands of `body` wait, so that they are decided together.
  private func together<Value: Sendable>(
    _ store: SQLiteStore, _ count: Int, _ body: @escaping @Sendable (Int) async -> Value
  ) async throws -> [Value] {
    let gate = DispatchSemaphore(value: 0)
    store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
    return try await withThrowingTaskGroup(of: Value.self) { group in
      for index in 0..<count {
        group.addTask { await body(index) }
        // One after the other, so that the order of arrival is that of the index.
        while store.writer.waitingCount <= index { await Task.yield() }
      }
      gate.signal()
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  private static func decide(_ store: SQLiteStore, _ index: Int) async -> Result<PurchaseDecision, StoreError> {
    do throws(StoreError) {
      return .success(try await store.decide(Sample.order(Sample.slot("\(index)"))))
    } catch {
      return .failure(error)
    }
  }

  @Test func atMost128CommandsShareATransaction() async throws {
    let commits = NIOLockedValueBox(0)
    var hooks = WriterHooks()
    hooks.commit = { db in
      commits.withLockedValue { $0 += 1 }
      try db.commit()
    }
    try await withStore(hooks) { store, _ in
      let results = try await together(store, 300) { await Self.decide(store, $0) }
      #expect(results.allSatisfy { (try? $0.get())?.kind == .bought })
      #expect(commits.withLockedValue { $0 } == 3)
    }
  }

  @Test func theOrderOfArrivalDecides() async throws {
    try await withStore { store, _ in
      let decisions = try await together(store, 50) { index in
        (index, try? await store.decide(Sample.order(key: Sample.key(UInt8(index)))))
      }
      for (index, decision) in decisions {
        #expect(decision?.kind == (index == 0 ? .bought : .joined))
        #expect(decision?.generation?.key == Sample.key(0))
      }
    }
  }

  @Test func aCommandThatFailsHarmsNoOther() async throws {
    try await withStore { store, _ in
      let results = try await together(store, 30) { index -> Result<PurchaseDecision, StoreError> in
        guard index % 3 == 1 else { return await Self.decide(store, index) }
        do throws(StoreError) {
          return .success(
            try await store.writer.write { db, memory in
              // A whole purchase, and then a statement that the schema refuses.
              var books = SQLiteTransaction(db, memory)
              let decision = try Bookkeeping.decide(
                Sample.order(Sample.slot("\(index)"), window: LedgerWindow(day: 20_990_101, month: 209_901)), in: &books)
              memory = books.memory
              try db.execute(sql: "UPDATE generations SET hold = -1")
              return decision
            })
        } catch {
          return .failure(error)
        }
      }
      #expect(results.count { (try? $0.get()) != nil } == 20)
      #expect(try await store.generations(in: nil, before: nil, limit: 100).count == 20)
      #expect(try await store.contents(of: Sample.slot("1")) == SlotContents())
      // Neither did the failed command's window stay.
      let next = try await store.buy(Sample.order(Sample.slot("next")))
      #expect(try await store.ledger(of: next).first?.day == Sample.window.day)
    }
  }

  @Test func aCancelledCallerLosesNothing() async throws {
    try await withStore { store, _ in
      await withTaskGroup { group in
        for index in 0..<200 { group.addTask { _ = await Self.decide(store, index) } }
        group.cancelAll()
      }
      let held = try await store.generations(in: .held, before: nil, limit: 1000)
      #expect(held.count == 200)
    }
  }

  /// An error of SQLite at one place, and what it must mean.
  struct Failure: Sendable, CustomTestStringConvertible {
    var code: ResultCode
    var place: Place
    /// Whether nothing may be concluded.
    var isUnknown: Bool
    /// Whether the store must stop.
    var isFatal: Bool

    /// `rolledBack` is SQLite's own way with most errors of a commit: there is no transaction any more.
    enum Place: String, Sendable { case before, insteadOfCommit, rolledBack, afterCommit }
    var testDescription: String { "\(code.rawValue) \(place.rawValue)" }
  }

  static let failures: [Failure] = [
    Failure(code: .SQLITE_FULL, place: .before, isUnknown: false, isFatal: false),
    Failure(code: .SQLITE_BUSY, place: .before, isUnknown: false, isFatal: false),
    Failure(code: .SQLITE_IOERR_WRITE, place: .before, isUnknown: false, isFatal: true),
    Failure(code: .SQLITE_CORRUPT, place: .before, isUnknown: false, isFatal: true),
    Failure(code: .SQLITE_FULL, place: .insteadOfCommit, isUnknown: false, isFatal: false),
    Failure(code: .SQLITE_BUSY, place: .insteadOfCommit, isUnknown: false, isFatal: false),
    Failure(code: .SQLITE_IOERR_FSYNC, place: .insteadOfCommit, isUnknown: true, isFatal: true),
    Failure(code: .SQLITE_NOMEM, place: .insteadOfCommit, isUnknown: true, isFatal: true),
    Failure(code: .SQLITE_FULL, place: .rolledBack, isUnknown: false, isFatal: false),
    Failure(code: .SQLITE_BUSY, place: .rolledBack, isUnknown: true, isFatal: true),
    Failure(code: .SQLITE_IOERR_WRITE, place: .rolledBack, isUnknown: true, isFatal: true),
    Failure(code: .SQLITE_IOERR_FSYNC, place: .afterCommit, isUnknown: true, isFatal: true),
  ]

  @Test(arguments: failures)
  func aFailingTransactionMeans(_ failure: Failure) async throws {
    let isArmed = NIOLockedValueBox(false)
    let error = DatabaseError(resultCode: failure.code, message: "injected")
    var hooks = WriterHooks()
    hooks.began = { _ in
      if failure.place == .before, isArmed.withLockedValue({ $0 }) { throw error }
    }
    hooks.commit = { db in
      let isArmed = isArmed.withLockedValue { $0 }
      if isArmed, failure.place == .insteadOfCommit { throw error }
      if isArmed, failure.place == .rolledBack {
        try db.rollback()
        throw error
      }
      try db.commit()
      if isArmed, failure.place == .afterCommit { throw error }
    }
    try await withStore(hooks, isClean: false) { store, folder in
      _ = try await store.buy(Sample.order(Sample.slot("first")))
      isArmed.withLockedValue { $0 = true }
      let results = try await together(store, 200) { await Self.decide(store, $0) }
      let unknown = results.count { result in
        if case .failure(.durabilityUnknown) = result { true } else { false }
      }
      #expect(results.allSatisfy { (try? $0.get()) == nil })
      // Those of the second transaction were not begun where the store stopped.
      #expect(unknown == (failure.isUnknown ? 128 : 0))
      isArmed.withLockedValue { $0 = false }

      if failure.isFatal {
        #expect(store.failure != nil)
        await #expect {
          try await store.decide(Sample.order())
        } throws: { error in
          if case StoreError.notDurable = error { true } else { false }
        }
        await #expect(throws: StoreError.self) { try await store.run() }
      } else {
        #expect(store.failure == nil)
        #expect(try await store.decide(Sample.order()).kind == .bought)
        await store.close()
      }
      try await SQLiteStore.withStore(folder: folder) { again in
        let expected = 1 + (failure.place == .afterCommit ? 128 : 0) + (failure.isFatal ? 0 : 1)
        let found = try await again.generations(in: nil, before: nil, limit: 1000)
        #expect(found.count == expected)
        try await expectClean(again)
      }
    }
  }

  @Test func aFullDiskRefusesAndRecovers() async throws {
    try await withStore { store, _ in
      try await setPageLimit(store, "PRAGMA max_page_count = 120")
      var bought: [GenerationNumber] = []
      let body = [UInt8](repeating: UInt8(ascii: "x"), count: 20_000)
      func order(_ index: Int) -> PurchaseOrder {
        PurchaseOrder(
          slot: Sample.slot("\(index)"), policy: .plain, key: Sample.alice, team: nil, model: "m", canonicalBody: body,
          quote: Sample.price, priceClass: Catalogue.builtIn.priceClass(model: "m", args: [:]), at: Sample.start,
          window: Sample.window, owner: Sample.owner)
      }
      var refusal: StoreError?
      for index in 0..<100 where refusal == nil {
        do throws(StoreError) {
          bought += try await store.decide(order(index)).generation.map { [$0.number] } ?? []
        } catch {
          refusal = error
        }
      }
      #expect(refusal == .notDurable("the disk is full; make room in the data folder"))
      #expect(!bought.isEmpty)
      #expect(store.failure == nil)
      try await setPageLimit(store, "PRAGMA max_page_count = 100000")
      #expect(try await store.decide(order(1000)).kind == .bought)
      let held = try await store.generations(in: .held, before: nil, limit: 1000)
      #expect(held.count == bought.count + 1)
    }
  }

  private func setPageLimit(_ store: SQLiteStore, _ sql: String) async throws {
    try await store.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  @Test func closingServesWhoWaitsAndRefusesWhoComesLater() async throws {
    try await withStore(isClean: false) { store, folder in
      let gate = DispatchSemaphore(value: 0)
      store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<20 {
          group.addTask { _ = try await store.decide(Sample.order(Sample.slot("\(index)"))) }
        }
        while store.writer.waitingCount < 20 { await Task.yield() }
        store.writer.close()
        await #expect(throws: StoreError.notDurable("the store is closed")) { try await store.decide(Sample.order()) }
        gate.signal()
        try await group.waitForAll()
      }
      await store.close()
      await store.close()
      await #expect(throws: StoreError.self) { try await store.generations(in: nil, before: nil, limit: 1) }
      let held = try await SQLiteStore.withStore(folder: folder) {
        try await $0.generations(in: .held, before: nil, limit: 100)
      }
      #expect(held.count == 20)
    }
  }

  @Test func asAServiceItEndsWithItsTask() async throws {
    try await withStore(isClean: false) { store, folder in
      try await withThrowingTaskGroup { group in
        group.addTask { try await store.run() }
        _ = try await store.buy()
        group.cancelAll()
        try await group.waitForAll()
      }
      #expect(!DataFolderLock.isHeld(folder: folder))
    }
  }

  @Test func theQueueIsBoundedAndKeepsRoomForRecords() {
    func command(_ priority: WriterCommand.Priority) -> WriterCommand {
      WriterCommand(priority: priority, perform: { _, _ in {} }, fail: { _ in })
    }
    func isRefused(_ admission: WriterQueue.Admission) -> Bool {
      if case .refused = admission { true } else { false }
    }
    var queue = WriterQueue()
    for _ in 0..<WriterQueue.capacity { #expect(!isRefused(queue.add(command(.order)))) }
    #expect(isRefused(queue.add(command(.order))))
    for _ in 0..<WriterQueue.capacity { #expect(!isRefused(queue.add(command(.record)))) }
    #expect(isRefused(queue.add(command(.record))))
    #expect(queue.next().count == WriterQueue.batchLimit)
    #expect(!isRefused(queue.add(command(.record))))
  }
}
