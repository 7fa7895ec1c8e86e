import TollgateCore

/// The queue in front of the writer: who waits, whether somebody works on it, and whether it still takes anybody.
///
/// It is pure; ``Writer`` keeps it behind a lock and performs what it returns.
struct WriterQueue {
  /// How many creates may wait. Records may wait in twice that, so that a crowd of creates never turns one away.
  static let capacity = 16_384
  /// How many commands share a transaction.
  static let batchLimit = 128

  private var records: [WriterCommand] = []
  private var orders: [WriterCommand] = []
  /// How many wait.
  var count: Int { records.count + orders.count }
  /// Whether somebody started to work on the queue and has not found it empty since.
  private(set) var isWorking = false
  private(set) var isClosed = false
  /// Why the store must not be written any more.
  private(set) var failure: StoreError?
  /// Who waits for the queue to be closed and empty, or failed.
  private var closers: [CheckedContinuation<Void, Never>] = []

  enum Admission {
    /// The command waits; somebody works on the queue already.
    case queued
    /// The command waits, and the caller has to see that somebody works on the queue.
    case start
    case refused(StoreError)
  }

  mutating func add(_ command: WriterCommand) -> Admission {
    if let failure { return .refused(.notDurable("the store stopped: \(failure)")) }
    guard !isClosed else { return .refused(.notDurable("the store is closed")) }
    let limit = command.priority == .order ? Self.capacity : 2 * Self.capacity
    guard count < limit else { return .refused(.notDurable("\(count) writes are waiting already")) }
    switch command.priority {
    case .order: orders.append(command)
    case .record: records.append(command)
    }
    guard !isWorking else { return .queued }
    isWorking = true
    return .start
  }

  /// The next commands: records before orders, so that a crowd of creates does not hold up what was bought before it, and each in
  /// order of arrival. Empty where the work ends.
  mutating func next() -> [WriterCommand] {
    guard count > 0 else {
      isWorking = false
      return []
    }
    var batch = Array(records.prefix(Self.batchLimit))
    records.removeFirst(batch.count)
    let rest = orders.prefix(Self.batchLimit - batch.count)
    batch += rest
    orders.removeFirst(rest.count)
    return batch
  }

  /// Takes nobody any more; who waits is still served.
  mutating func close() { isClosed = true }

  /// Takes nobody any more, and serves nobody.
  ///
  /// - Returns: who waited.
  mutating func fail(_ error: StoreError) -> [WriterCommand] {
    if failure == nil { failure = error }
    defer { (records, orders) = ([], []) }
    return records + orders
  }

  private var isOver: Bool { (isClosed || failure != nil) && !isWorking }

  /// - Returns: whether the queue is over already, so that nobody will resume the closer.
  mutating func wait(_ closer: CheckedContinuation<Void, Never>) -> Bool {
    if isOver { return true }
    closers.append(closer)
    return false
  }

  /// Whom to resume, where the queue is over.
  mutating func closersIfOver() -> [CheckedContinuation<Void, Never>] {
    guard isOver else { return [] }
    defer { closers = [] }
    return closers
  }
}
