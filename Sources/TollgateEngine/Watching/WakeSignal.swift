import NIOConcurrencyHelpers
import TollgateCore

/// Wakes one waiting task early. A signal that comes while nobody waits is kept for the next wait.
final class WakeSignal: Sendable {
  private struct State {
    var isRaised = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = NIOLockedValueBox(State())
  private let time: any TimeSource

  init(time: any TimeSource) { self.time = time }

  func raise() {
    let waiter = state.withLockedValue { state in
      let waiter = state.waiter
      state.waiter = nil
      state.isRaised = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Waits for the signal or for `deadline`, whichever comes first; for the signal alone where `deadline` is `nil`.
  func wait(untilUptime deadline: Duration?) async {
    await withDiscardingTaskGroup { group in
      if let deadline {
        group.addTask {
          do { try await self.time.sleep(untilUptime: deadline) } catch { return }
          self.raise()
        }
      }
      await signal()
      group.cancelAll()
    }
  }

  private func signal() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLockedValue { state in
          if state.isRaised || Task.isCancelled {
            state.isRaised = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      raise()
    }
  }
}
