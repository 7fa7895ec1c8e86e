import GRDB
import TollgateCore

/// One thing that waits for the writer.
struct WriterCommand: Sendable {
  /// Tells the waiting task how it ended. Called exactly once, after the commit.
  typealias Answer = @Sendable () -> Void

  /// How much of the queue a command may fill.
  enum Priority: Sendable {
    /// A create that has cost nothing so far: it is the first to be turned away.
    case order
    /// What records the fate of money that is already out.
    case record
  }

  let priority: Priority
  /// Does the work inside the transaction. It may be called a second time, after all that it changed was undone.
  let perform: @Sendable (Database, inout WriterMemory) throws -> Answer
  let fail: @Sendable (StoreError) -> Void
}
