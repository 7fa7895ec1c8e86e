import NIOConcurrencyHelpers
import TollgateCore

/// Purchases whose fate is not known yet, and who waits for it: the buyer and all who found the slot live in the meantime.
final class Flights: Sendable {
  private enum Waiter {
    /// Registered, and not waiting yet.
    case expected
    case waiting(CheckedContinuation<Generation?, Never>)
  }

  private struct Flight {
    /// Whether the purchase itself has announced it. Only then is ``land(_:)`` certain to be still ahead.
    var isAnnounced = false
    var waiters: [UInt64: Waiter] = [:]
  }

  private struct State {
    var flights: [GenerationNumber: Flight] = [:]
    var lastWaiter: UInt64 = 0
    /// What landed for waiters who were registered and did not wait yet.
    var landed: [UInt64: Generation] = [:]
  }

  private let state = NIOLockedValueBox(State())
  private let time: any TimeSource

  init(time: any TimeSource) { self.time = time }

  /// The number of purchases that are waited for or announced.
  var count: Int { state.withLockedValue { $0.flights.count + $0.landed.count } }

  /// Says that a purchase is on its way and will land.
  func announce(_ generation: GenerationNumber) {
    state.withLockedValue { $0.flights[generation, default: Flight()].isAnnounced = true }
  }

  /// Tells all who wait what became of the purchase.
  func land(_ generation: Generation) {
    let waiting = state.withLockedValue { state in
      var waiting: [CheckedContinuation<Generation?, Never>] = []
      // In the order of their coming, so that a run can be repeated.
      let waiters = state.flights.removeValue(forKey: generation.number)?.waiters ?? [:]
      for (id, waiter) in waiters.sorted(by: { $0.key < $1.key }) {
        switch waiter {
        case .expected: state.landed[id] = generation
        case .waiting(let continuation): waiting.append(continuation)
        }
      }
      return waiting
    }
    for continuation in waiting { continuation.resume(returning: generation) }
  }

  /// Waits until a purchase's fate is known.
  ///
  /// - Parameters:
  ///   - number: the purchase.
  ///   - timeout: how long to wait.
  ///   - reread: reads the generation from the store. It is asked once, where the flight was not announced: it may have landed
  ///     before this call.
  /// - Returns: `nil` where the time was over, or the waiting task was cancelled.
  func fate(
    of number: GenerationNumber, timeout: Duration, reread: @escaping @Sendable () async -> Generation?
  ) async -> Generation? {
    // Registered before anything is awaited: what lands from here on is not missed.
    let (id, isAnnounced) = state.withLockedValue { state in
      state.lastWaiter += 1
      state.flights[number, default: Flight()].waiters[state.lastWaiter] = .expected
      return (state.lastWaiter, state.flights[number]?.isAnnounced ?? false)
    }
    defer { leave(number, as: id) }
    return await withTaskGroup(of: Generation?.self) { group in
      group.addTask { await self.landing(of: number, for: id) }
      group.addTask {
        if !isAnnounced, let generation = await reread(), generation.state.isDecided { return generation }
        try? await self.time.sleep(for: timeout)
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? nil
    }
  }

  private func landing(of number: GenerationNumber, for id: UInt64) async -> Generation? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let outcome: Generation?? = state.withLockedValue { state in
          if let generation = state.landed.removeValue(forKey: id) { return .some(generation) }
          if Task.isCancelled { return .some(nil) }
          state.flights[number]?.waiters[id] = .waiting(continuation)
          return nil
        }
        if let outcome { continuation.resume(returning: outcome) }
      }
    } onCancel: {
      leave(number, as: id)
    }
  }

  /// Takes a waiter out, and the flight with it where nobody else waits and no landing will come.
  private func leave(_ number: GenerationNumber, as id: UInt64) {
    let waiter = state.withLockedValue { state in
      state.landed.removeValue(forKey: id)
      let waiter = state.flights[number]?.waiters.removeValue(forKey: id)
      if let flight = state.flights[number], flight.waiters.isEmpty, !flight.isAnnounced {
        state.flights.removeValue(forKey: number)
      }
      return waiter
    }
    if case .waiting(let continuation)? = waiter { continuation.resume(returning: nil) }
  }
}
