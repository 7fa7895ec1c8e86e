import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Copies the files of results before their links die: one due-time schedule for all of them, growing pauses with jitter, a
/// bounded number of downloads at a time.
final class FileMirror: Service {
  /// Results whose files are copied at a time.
  private static let concurrency = 32
  /// How many results are read from the store at once.
  private static let page = 500
  /// Between the first tries after a start: 200 a second, and 10 of results whose links may be long dead.
  private static let pauseBetweenResumed: Duration = .milliseconds(5)
  private static let pauseBetweenWanted: Duration = .milliseconds(100)
  private static let pauseAfterFailure: Duration = .seconds(5)

  private let store: any Store
  private let copying: Copying
  private let time: any TimeSource
  private let logger: Logger
  private let wake: WakeSignal
  private let state = NIOLockedValueBox(State())

  private struct State {
    var schedule = CopySchedule()
    var copiesUnderWay = 0
  }

  init(store: any Store, copying: Copying, time: any TimeSource, logger: Logger) {
    self.store = store
    self.copying = copying
    self.time = time
    self.logger = logger
    wake = WakeSignal(time: time)
  }

  /// Begins to copy the files of a result that has just come.
  func copy(_ generation: Generation) {
    state.withLockedValue { $0.schedule.add(generation, due: time.uptime()) }
    wake.raise()
  }

  /// Copies until the service is shut down. What is under way then is broken off; the next start takes it up again.
  func run() async throws {
    let isStopping = NIOLockedValueBox(false)
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.resume() }
        while !Task.isCancelled, !isStopping.withLockedValue({ $0 }) {
          let (due, nextDue) = takeDue()
          for copy in due {
            group.addTask { await self.work(on: copy) }
          }
          if due.isEmpty { await wake.wait(untilUptime: nextDue) }
        }
        group.cancelAll()
      }
    } onGracefulShutdown: {
      isStopping.withLockedValue { $0 = true }
      self.wake.raise()
    }
  }

  private func takeDue() -> (due: [CopySchedule.Copy], nextDue: Duration?) {
    state.withLockedValue { state in
      let free = Self.concurrency - state.copiesUnderWay
      let due = state.schedule.takeDue(atUptime: time.uptime(), limit: free)
      state.copiesUnderWay += due.count
      return (due, due.count < free ? state.schedule.nextDue : nil)
    }
  }

  private func work(on copy: CopySchedule.Copy) async {
    let next = await copying.copyFiles(of: copy)
    state.withLockedValue { state in
      state.copiesUnderWay -= 1
      switch next {
      case .done: state.schedule.forget(copy)
      case .later(let copy, let pause): state.schedule.putBack(copy, due: time.uptime() + pause)
      }
    }
    wake.raise()
  }

  /// Takes up what the last run has left, and what was passed on before files were kept. The first tries are spread, so that a
  /// restart is no stampede.
  private func resume() async {
    var due = time.uptime()
    await forEach({ number throws(StoreError) in try await store.copying(after: number, limit: Self.page) }) { generation in
      due += Self.pauseBetweenResumed
      state.withLockedValue { $0.schedule.add(generation, due: due) }
    }
    wake.raise()
    await forEach({ number throws(StoreError) in try await store.passedOn(after: number, limit: Self.page) }) { generation in
      guard let wanted = await copying.wantFiles(of: generation), wanted.files == .copying else { return }
      due += Self.pauseBetweenWanted
      state.withLockedValue { $0.schedule.add(wanted, due: due) }
    }
    wake.raise()
  }

  /// Goes through pages of generations. A page that cannot be read is read again after a pause.
  private func forEach(
    _ read: (GenerationNumber?) async throws(StoreError) -> [Generation], _ body: (Generation) async -> Void
  ) async {
    var last: GenerationNumber?
    while !Task.isCancelled {
      do throws(StoreError) {
        let page = try await read(last)
        for generation in page { await body(generation) }
        guard page.count == Self.page else { return }
        last = page.last?.number
      } catch {
        logger.error("results whose files are to be copied could not be read", metadata: ["error": "\(error)"])
        try? await time.sleep(for: Self.pauseAfterFailure)
      }
    }
  }
}
