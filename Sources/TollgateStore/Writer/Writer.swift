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
  var waitingCount: Int { queue.withLockedValue { $0.count } }

  /// Runs `body` inside the next transaction, alone or undone where it throws, and returns when that transaction is durable.
  /// It may be run a second time, after everything that it has changed in the database was undone.
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
    let began = ContinuousClock.now
    var after = memory.withLockedValue { $0 }
    let answers: [WriterCommand.Answer]
    do {
      answers = try perform(batch, db, &after)
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
    let ended = ContinuousClock.now
    counts.withLockedValue { counts in
      counts.commits += 1
      counts.commands += batch.count
      counts.lastCommit = ended
      counts.commitTimes.record(began.duration(to: ended))
      counts.batchSizes.record(Int64(batch.count))
      counts.trouble = nil
    }
    for answer in answers { answer() }
  }

  /// Begins a transaction and runs every command in it.
  ///
  /// Savepoints cost more than most commands, and hardly a command fails after it has changed something. So there are none
  /// around commands (a purchase opens one of its own), and where one does, everything is done once more with a savepoint for
  /// each.
  ///
  /// - Returns: the answers for after the commit.
  /// - Throws: What concerns the whole transaction.
  private func perform(
    _ batch: [WriterCommand], _ db: Database, _ memory: inout WriterMemory
  ) throws -> [WriterCommand.Answer] {
    let before = memory
    try begin(db)
    var answers: [WriterCommand.Answer] = []
    answers.reserveCapacity(batch.count)
    for command in batch {
      guard let answer = try perform(command, db, &memory) else { break }
      answers.append(answer)
    }
    guard answers.count < batch.count else { return answers }
    try db.rollback()
    memory = before
    try begin(db)
    return try batch.map { try performInSavepoint($0, db, &memory) }
  }

  private func begin(_ db: Database) throws {
    try db.beginTransaction(.immediate)
    try hooks.began(db)
  }

  /// Runs one command.
  ///
  /// - Returns: the answer for after the commit; `nil` where the command has failed by itself, and left changes behind.
  /// - Throws: What concerns the whole transaction.
  private func perform(
    _ command: WriterCommand, _ db: Database, _ memory: inout WriterMemory
  ) throws -> WriterCommand.Answer? {
    let changes = db.totalChangesCount
    var attempt = memory
    do {
      let answer = try command.perform(db, &attempt)
      memory = attempt
      return answer
    } catch {
      guard !DatabaseFailure.concernsAll(error), db.isInsideTransaction else { throw error }
      return db.totalChangesCount == changes ? failure(error, of: command) : nil
    }
  }

  /// Runs one command in a savepoint.
  ///
  /// - Returns: the answer for after the commit. A command that fails by itself changes nothing.
  /// - Throws: What concerns the whole transaction.
  private func performInSavepoint(
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
      return failure(error, of: command)
    }
    return answer ?? { command.fail(.notDurable("the command did nothing")) }
  }

  /// Answered with the others, after the commit: what made the command fail may be a change that is not durable yet.
  private func failure(_ error: any Error, of command: WriterCommand) -> WriterCommand.Answer {
    let failure = DatabaseFailure.storeError(error)
    return { command.fail(failure) }
  }

  /// Ends the transaction, where SQLite has not done so itself.
  private func rollBack(_ db: Database) {
    guard db.isInsideTransaction else { return }
    // A rollback fails only where the connection is lost. The transaction is still open then, and the store stops.
    try? db.rollback()
  }

  private func end(_ batch: [WriterCommand], with error: StoreError, isFatal: Bool) {
    counts.withLockedValue { $0.trouble = "\(error)" }
    let waiting = isFatal ? queue.withLockedValue { $0.fail(error) } : []
    for command in batch { command.fail(error) }
    for command in waiting { command.fail(.notDurable("the store stopped: \(error)")) }
  }
}
