import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Reads the books for whoever watches the gateway: once for all who ask at the same time, and nobody waits for it for long. A
/// look is no older than the question.
final class BookReading: Service {
  /// How long somebody waits; a scraper gives up after ten seconds.
  static let patience: Duration = .seconds(3)
  /// So many wait at a time.
  private static let maximumWaiting = 64

  private struct State {
    var waiting: [AsyncStream<BookFigures?>.Continuation] = []
    var isStopping = false
  }

  private let time: any TimeSource
  private let logger: Logger
  private let read: @Sendable () async throws(StoreError) -> BookFigures
  private let wake: WakeSignal
  private let state = NIOLockedValueBox(State())

  init(time: any TimeSource, logger: Logger, read: @escaping @Sendable () async throws(StoreError) -> BookFigures) {
    self.time = time
    self.logger = logger
    self.read = read
    wake = WakeSignal(time: time)
  }

  /// Reads for those who ask, until the service is shut down.
  func run() async throws {
    await withGracefulShutdownHandler {
      while !Task.isCancelled, !state.withLockedValue(\.isStopping) {
        await wake.wait(untilUptime: nil)
        await answer()
      }
    } onGracefulShutdown: {
      self.state.withLockedValue { $0.isStopping = true }
      self.wake.raise()
    }
    await answer()
  }

  /// What the books say now.
  ///
  /// - Returns: `nil` where they could not be read in time.
  func figures() async -> BookFigures? {
    let (answers, asker) = AsyncStream.makeStream(of: BookFigures?.self)
    let mayWait = state.withLockedValue { state in
      guard !state.isStopping, state.waiting.count < Self.maximumWaiting else { return false }
      state.waiting.append(asker)
      return true
    }
    guard mayWait else { return nil }
    wake.raise()
    return await withTaskGroup(of: BookFigures?.self) { group in
      group.addTask { await answers.first { _ in true } ?? nil }
      group.addTask {
        try? await self.time.sleep(for: Self.patience)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }

  private func answer() async {
    let waiting = state.withLockedValue { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    guard !waiting.isEmpty else { return }
    let figures: BookFigures?
    do throws(StoreError) {
      figures = try await read()
    } catch {
      logger.warning("the books could not be read for the metrics", metadata: ["error": "\(error)"])
      figures = nil
    }
    for asker in waiting {
      asker.yield(figures)
      asker.finish()
    }
  }
}

/// One look into the books.
struct BookLook: Sendable {
  /// So many keys, and so many scopes with budgets, are looked at.
  static let maximumKeys = 500
  static let maximumBudgets = 500

  let store: any Store
  let keyRing: KeyRing
  let calendar: LedgerCalendar
  let time: any TimeSource

  func figures() async throws(StoreError) -> BookFigures {
    var figures = BookFigures()
    // By name, so that it is the same keys each time.
    let names = keyRing.names.sorted { $0.value < $1.value }.prefix(Self.maximumKeys)
    figures.keyNames = Dictionary(uniqueKeysWithValues: names.map { ($0.key, $0.value) })
    let scopes = [Scope.gateway] + names.map { .key($0.key) }
    let window = calendar.window(of: time.now()).notBefore(try await store.latestWindow())
    figures.money = try await store.moneyFigures(of: scopes, budgets: Self.maximumBudgets, in: window)
    figures.purchases = try await store.generationCounts()
    figures.store = try await store.figures()
    return figures
  }
}
