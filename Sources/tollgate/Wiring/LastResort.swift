import Foundation
import Logging
import NIOConcurrencyHelpers

/// Ends the process from a thread of its own where it does not come to its end: because of a part that was cancelled, a reload that
/// waits for its file, or the log, whose reader takes nothing. It has to be asked for: where all threads hung before the signal could be
/// heard, only a watchdog outside of the process helps.
final class LastResort: Sendable {
  private struct State {
    var isOver = false
    var failure: (any Error)?
  }

  /// How long it may take to say why.
  private static let timeForWords: TimeInterval = 0.5

  private let state = NIOLockedValueBox(State())
  private let logger: Logger
  private let exit: @Sendable () -> Void

  /// - Parameters:
  ///   - logger: hears of it.
  ///   - exit: ends the process.
  init(logger: Logger, exit: @escaping @Sendable () -> Void) {
    self.logger = logger
    self.exit = exit
  }

  /// Notes what has failed, so that it is said.
  func note(_ failure: any Error) { state.withLockedValue { $0.failure = failure } }

  /// The process has come to its end, and goes on as its caller wants.
  func cancel() { state.withLockedValue { $0.isOver = true } }

  /// Ends the process after a pause, unless ``cancel()`` comes before.
  func endProcess(after pause: Duration) {
    Thread.detachNewThread { [self] in
      Thread.sleep(forTimeInterval: pause / .seconds(1))
      guard !state.withLockedValue(\.isOver) else { return }
      Thread.detachNewThread { [self] in explain() }
      Thread.sleep(forTimeInterval: Self.timeForWords)
      guard !state.withLockedValue(\.isOver) else { return }
      exit()
    }
  }

  private func explain() {
    let reason = state.withLockedValue(\.failure).map { " It began with this: \(Words.reason(of: $0))." } ?? ""
    logger.critical("not everything has ended in time; the process ends all the same")
    Console.error("Not everything has ended in time, and the process ends all the same.\(reason)")
  }
}
