import TollgateCore

/// The queue in front of the writer: who waits, whether somebody works on it, and whether it still takes anybody.
///
/// It is pure; ``Writer`` keeps it behind a lock and performs what it returns.
struct WriterQueue {
  /// How many creates may wait. Records may wait in twice that, so that a crowd of creates never turns one away.
  static let capacity = 16_384
  /// How many commands share a transaction.
  static let batchLimit = 128

  private(set) var waiting: [WriterCommand] = []
  /// Whether a drain was started and has not found the queue empty since.
  private(set) var isDraining = false
  private(set) var isClosed = false
  /// Why the store must not be written any more.
  private(set) var failure: StoreError?
  /// Who wants to know that the queue is closed and empty, or failed.
  private var watchers: [CheckedContinuation<Void, Never>] = []

  enum Admission {
    /// The command waits; somebody else drains.
    case queued
    /// The command waits, and the caller has to start a drain.
    case start
    case refused(StoreError)
  }

  mutating func add(_ command: WriterCommand) -> Admission {
    if let failure { return .refused(.notDurable("the store stopped: \(failure)")) }
    guard !isClosed else { return .refused(.notDurable("the store is closed")) }
    let limit = command.priority == .order ? Self.capacity : 2 * Self.capacity
    guard waiting.count < limit else { return .refused(.notDurable("\(waiting.count) writes are waiting already")) }
    waiting.append(command)
    guard !isDraining else { return .queued }
    isDraining = true
    return .start
  }

  /// The next commands in order of arrival; empty where the drain ends.
  mutating func next() -> [WriterCommand] {
    guard !waiting.isEmpty else {
      isDraining = false
      return []
    }
    let batch = Array(waiting.prefix(Self.batchLimit))
    waiting.removeFirst(batch.count)
    return batch
  }

  /// Takes nobody any more; who waits is still served.
  mutating func close() { isClosed = true }

  /// Takes nobody any more, and serves nobody.
  ///
  /// - Returns: who waited.
  mutating func fail(_ error: StoreError) -> [WriterCommand] {
    if failure == nil { failure = error }
    defer { waiting = [] }
    return waiting
  }

  private var isOver: Bool { (isClosed || failure != nil) && !isDraining }

  /// - Returns: whether the queue is over already, so that nobody will resume the watcher.
  mutating func watch(_ watcher: CheckedContinuation<Void, Never>) -> Bool {
    if isOver { return true }
    watchers.append(watcher)
    return false
  }

  /// Whom to resume, where the queue is over.
  mutating func watchersIfOver() -> [CheckedContinuation<Void, Never>] {
    guard isOver else { return [] }
    defer { watchers = [] }
    return watchers
  }
}
