import NIOConcurrencyHelpers
import Synchronization
import TollgateCore

/// Tells those who watch how creates end. While nobody watches it costs a create one look at a number, and it never makes one
/// wait: who is slow misses events, and sees by their numbers how many.
final class RequestFeed: Sendable {
  /// So many may watch at once.
  static let maximumWatchers = 16
  /// So many events wait for one who is slow; then the oldest go.
  static let buffered = 256
  /// So many are told in a second. More nobody can read, and each takes a hit's time again.
  static let mostPerSecond = 200

  private typealias Watcher = AsyncThrowingStream<RequestEvent, any Error>.Continuation

  private struct State {
    var watchers: [Int: Watcher] = [:]
    var lastWatcher = 0
    var lastEvent: Int64 = 0
    /// The second in which so many were told.
    var second: Int64 = .min
    var toldInSecond = 0
    var isClosed = false
  }

  private let watcherCount = Atomic(0)
  private let state = NIOLockedValueBox(State())

  /// How many watch.
  var count: Int { watcherCount.load(ordering: .relaxed) }

  /// Whether anybody watches.
  var isWatched: Bool { watcherCount.load(ordering: .relaxed) > 0 }

  /// What happens from now on, until the gateway shuts down or the reader goes away.
  ///
  /// - Returns: `nil` where as many watch as may.
  func events() -> AsyncThrowingStream<RequestEvent, any Error>? {
    let (events, continuation) = AsyncThrowingStream.makeStream(
      of: RequestEvent.self, throwing: (any Error).self, bufferingPolicy: .bufferingNewest(Self.buffered))
    let id = state.withLockedValue { state -> Int? in
      guard state.watchers.count < Self.maximumWatchers else { return nil }
      state.lastWatcher += 1
      if !state.isClosed { state.watchers[state.lastWatcher] = continuation }
      watcherCount.store(state.watchers.count, ordering: .relaxed)
      return state.lastWatcher
    }
    guard let id else { return nil }
    if state.withLockedValue(\.isClosed) { continuation.finish() }
    continuation.onTermination = { [weak self] _ in self?.leave(id) }
    return events
  }

  /// Tells a create's end.
  func tell(_ ending: CreateEnding, of key: Key, at now: Timestamp) {
    let (event, watchers) = state.withLockedValue { state -> (RequestEvent?, [Watcher]) in
      state.lastEvent += 1
      let second = now.millisecondsSince1970 / 1000
      if second != state.second { (state.second, state.toldInSecond) = (second, 0) }
      guard state.toldInSecond < Self.mostPerSecond else { return (nil, []) }
      state.toldInSecond += 1
      let event = RequestEvent(
        number: state.lastEvent, at: now, keyName: key.origin == .open ? nil : key.name, model: ending.model,
        outcome: ending.outcome, generation: ending.generation, charged: ending.charged, saved: ending.saved)
      return (event, Array(state.watchers.values))
    }
    guard let event else { return }
    for watcher in watchers { watcher.yield(event) }
  }

  /// Ends what everybody watches: a shutdown does not wait for them.
  func close() {
    let watchers = state.withLockedValue { state in
      state.isClosed = true
      let watchers = Array(state.watchers.values)
      state.watchers = [:]
      watcherCount.store(0, ordering: .relaxed)
      return watchers
    }
    for watcher in watchers { watcher.finish() }
  }

  private func leave(_ id: Int) {
    state.withLockedValue { state in
      state.watchers[id] = nil
      watcherCount.store(state.watchers.count, ordering: .relaxed)
    }
  }
}
