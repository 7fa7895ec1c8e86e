import GRDB
import NIOConcurrencyHelpers
import TollgateCore

/// Group commit: everything that waits goes into one transaction, and is answered after its COMMIT has returned.
///
/// The work runs on the queue of GRDB's writer connection, outside of every task: nothing there can be cancelled, so that no
/// request's end ever undoes or hides a write. (GRDB's `write` in a task rolls back when the task is cancelled.) The work is
/// started by the first command that finds nobody working and ends on an empty queue; ``untilOver()`` waits for it.
final class Writer: Sendable {
  private let pool: DatabasePool
  private let hooks: WriterHooks
  private let queue = NIOLockedValueBox(WriterQueue())
  /// Touched by one batch at a time; the lock is never contended.
  private let memory: NIOLockedValueBox<WriterMemory>
  private let counts = NIOLockedValueBox(WriterStatistics())

  init(pool: DatabasePool, memory: WriterMemory, hooks: WriterHooks) {
    self.pool = pool
    self.memory = NIOLockedValueBox(memory)
    self.hooks = hooks
  }

  /// Why the store must not be written any more; `nil` while all is well.
  var failure: StoreError? { queue.withLockedValue { $0.failure } }

  /// What was committed so far.
  var statistics: WriterStatistics { counts.withLockedValue { $0 } }

  /// How many commands wait for the next transaction.
  var waitingCount: Int { queue.withLockedValue { $0.waiting.count } }

  /// Runs `body` inside the next transaction, in a savepoint of its own, and returns when that transaction is durable.
  func write<Value: Sendable>(
    _ priority: WriterCommand.Priority = .record,
    _ body: @escaping @Sendable (Database, inout WriterMemory) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      submit(
        WriterCommand(
          priority: priority,
          perform: { db, memory in
            let value = try body(db, &memory)
            return { continuation.resume(returning: .success(value)) }
          },
          fail: { continuation.resume(returning: .failure($0)) }))
    }
    return try result.get()
  }

  private func submit(_ command: WriterCommand) {
    switch queue.withLockedValue({ $0.add(command) }) {
    case .queued: break
    case .start: pool.asyncWriteWithoutTransaction { self.work($0) }
    case .refused(let error): command.fail(error)
    }
  }

  private func work(_ db: Database) {
    while true {
      let batch = queue.withLockedValue { $0.next() }
      guard !batch.isEmpty else { break }
      commit(batch, db)
    }
    for closer in queue.withLockedValue({ $0.closersIfOver() }) { closer.resume() }
  }

  /// Takes no further commands. Those that wait are still served.
  func close() {
    let closers = queue.withLockedValue { queue in
      queue.close()
      return queue.closersIfOver()
    }
    for closer in closers { closer.resume() }
  }

  /// Returns when the writer was closed and has served everybody, or when it failed.
  func untilOver() async {
    await withCheckedContinuation { continuation in
      if queue.withLockedValue({ $0.wait(continuation) }) { continuation.resume() }
    }
  }
}

extension Writer {
  private func commit(_ batch: [WriterCommand], _ db: Database) {
    let before = memory.withLockedValue { $0 }
    var after = before
    var answers: [WriterCommand.Answer] = []
    do {
      try db.beginTransaction(.immediate)
      try hooks.began(db)
      for command in batch { answers.append(try perform(command, db, &after)) }
    } catch {
      rollBack(db)
      let isFatal = DatabaseFailure.isFatal(error) || db.isInsideTransaction
      end(batch, with: .notDurable(DatabaseFailure.sentence(error)), isFatal: isFatal)
      return
    }
    do {
      try hooks.commit(db)
    } catch {
      let isUndone = DatabaseFailure.isUndone(error, isTransactionOpen: db.isInsideTransaction)
      rollBack(db)
      let sentence = DatabaseFailure.sentence(error)
      let isFatal = !isUndone || db.isInsideTransaction
      end(batch, with: isUndone ? .notDurable(sentence) : .durabilityUnknown(sentence), isFatal: isFatal)
      return
    }
    memory.withLockedValue { $0 = after }
    counts.withLockedValue { counts in
      counts.commits += 1
      counts.commands += batch.count
    }
    for answer in answers { answer() }
  }

  /// Runs one command in its savepoint.
  ///
  /// - Returns: the answer for after the commit. A command that fails by itself changes nothing, and is answered with the
  ///   others: what made it fail may be a change that is not durable yet.
  /// - Throws: What concerns the whole transaction.
  private func perform(
    _ command: WriterCommand, _ db: Database, _ memory: inout WriterMemory
  ) throws -> WriterCommand.Answer {
    var attempt = memory
    var answer: WriterCommand.Answer?
    do {
      try db.inSavepoint {
        answer = try command.perform(db, &attempt)
        return .commit
      }
      memory = attempt
    } catch {
      guard !DatabaseFailure.concernsAll(error), db.isInsideTransaction else { throw error }
      let failure = DatabaseFailure.storeError(error)
      return { command.fail(failure) }
    }
    return answer ?? { command.fail(.notDurable("the command did nothing")) }
  }

  /// Ends the transaction, where SQLite has not done so itself.
  private func rollBack(_ db: Database) {
    guard db.isInsideTransaction else { return }
    // A rollback fails only where the connection is lost. The transaction is still open then, and the store stops.
    try? db.rollback()
  }

  private func end(_ batch: [WriterCommand], with error: StoreError, isFatal: Bool) {
    let waiting = isFatal ? queue.withLockedValue { $0.fail(error) } : []
    for command in batch { command.fail(error) }
    for command in waiting { command.fail(.notDurable("the store stopped: \(error)")) }
  }
}
