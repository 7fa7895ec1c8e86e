import NIOConcurrencyHelpers
import TollgateCore

/// Purchases whose fate is not known yet, and who waits for it: the buyer and all who found the slot live in the meantime.
final class Flights: Sendable {
  private struct Flight {
    /// Whether the purchase itself has announced it. Only then is ``land(_:)`` certain to be still ahead.
    var isAnnounced = false
    var waiters: [UInt64: CheckedContinuation<Generation?, Never>] = [:]
  }

  private struct State {
    var flights: [GenerationNumber: Flight] = [:]
    var lastWaiter: UInt64 = 0
  }

  private let state = NIOLockedValueBox(State())
  private let time: any TimeSource

  init(time: any TimeSource) { self.time = time }

  /// Says that a purchase is on its way and will land.
  func announce(_ generation: GenerationNumber) {
    state.withLockedValue { $0.flights[generation, default: Flight()].isAnnounced = true }
  }

  /// Tells all who wait what became of the purchase.
  func land(_ generation: Generation) {
    let flight = state.withLockedValue { $0.flights.removeValue(forKey: generation.number) }
    for waiter in (flight?.waiters ?? [:]).values { waiter.resume(returning: generation) }
  }

  /// Waits until a purchase's fate is known.
  ///
  /// - Parameters:
  ///   - number: the purchase.
  ///   - timeout: how long to wait.
  ///   - reread: reads the generation from the store. It is asked once, after the waiting has begun, where the flight was not
  ///     announced: it may have landed before this call.
  /// - Returns: `nil` where the time was over, or the waiting task was cancelled.
  func fate(
    of number: GenerationNumber, timeout: Duration, reread: @escaping @Sendable () async -> Generation?
  ) async -> Generation? {
    await withTaskGroup(of: Generation?.self) { group in
      let id = state.withLockedValue { state in
        state.lastWaiter += 1
        return state.lastWaiter
      }
      group.addTask { await self.wait(for: number, as: id) }
      group.addTask {
        if !self.isAnnounced(number), let generation = await reread(), generation.state.isDecided { return generation }
        try? await self.time.sleep(for: timeout)
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? nil
    }
  }

  private func isAnnounced(_ number: GenerationNumber) -> Bool {
    state.withLockedValue { $0.flights[number]?.isAnnounced ?? false }
  }

  private func wait(for number: GenerationNumber, as id: UInt64) async -> Generation? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = state.withLockedValue { state in
          if Task.isCancelled { return true }
          state.flights[number, default: Flight()].waiters[id] = continuation
          return false
        }
        if isCancelled { continuation.resume(returning: nil) }
      }
    } onCancel: {
      leave(number, as: id)
    }
  }

  private func leave(_ number: GenerationNumber, as id: UInt64) {
    let waiter = state.withLockedValue { state in
      let waiter = state.flights[number]?.waiters.removeValue(forKey: id)
      if let flight = state.flights[number], flight.waiters.isEmpty, !flight.isAnnounced {
        state.flights.removeValue(forKey: number)
      }
      return waiter
    }
    waiter?.resume(returning: nil)
  }
}
