import DequeModule
import NIOConcurrencyHelpers
import TollgateCore

/// Bounds the create calls in flight: so many at once, so many waiting, none longer than a deadline, first come first served.
final class SendPermits: Sendable {
  private typealias Waiter = CheckedContinuation<Bool, Never>

  private struct State {
    var free: Int
    var lastWaiter: UInt64 = 0
    /// The waiters' numbers in order of arrival. Who left is skipped when its turn comes.
    var order: Deque<UInt64> = []
    var waiters: [UInt64: Waiter] = [:]
  }

  private let state: NIOLockedValueBox<State>
  private let queueSize: Int
  private let time: any TimeSource

  init(permits: Int, queueSize: Int, time: any TimeSource) {
    state = NIOLockedValueBox(State(free: permits))
    self.queueSize = queueSize
    self.time = time
  }

  /// Takes a permit, waiting for one where necessary.
  ///
  /// - Returns: `false` where the queue was full or the wait too long; then there is nothing to give back.
  func acquire(within timeout: Duration) async -> Bool {
    let isFree = state.withLockedValue { state in
      guard state.free > 0 else { return false }
      state.free -= 1
      return true
    }
    if isFree { return true }
    return await withTaskGroup(of: Bool.self) { group in
      group.addTask { await self.turn() }
      group.addTask {
        try? await self.time.sleep(for: timeout)
        return false
      }
      // Both are awaited: a turn that came in the same moment as the deadline is a turn.
      var isGranted = false
      for await result in group {
        isGranted = isGranted || result
        group.cancelAll()
      }
      return isGranted
    }
  }

  /// Gives a permit back, to whoever has waited longest.
  func release() {
    let next = state.withLockedValue { state -> Waiter? in
      while let id = state.order.popFirst() {
        if let waiter = state.waiters.removeValue(forKey: id) { return waiter }
      }
      state.free += 1
      return nil
    }
    next?.resume(returning: true)
  }

  /// Waits for a permit until the task is cancelled.
  private func turn() async -> Bool {
    let id = state.withLockedValue { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let decided: Bool? = state.withLockedValue { state in
          if Task.isCancelled || state.waiters.count >= queueSize { return false }
          if state.free > 0 {
            state.free -= 1
            return true
          }
          state.order.append(id)
          state.waiters[id] = waiter
          return nil
        }
        if let decided { waiter.resume(returning: decided) }
      }
    } onCancel: {
      let waiter = state.withLockedValue { $0.waiters.removeValue(forKey: id) }
      waiter?.resume(returning: false)
    }
  }
}
