import GRDB
import TollgateCore

/// What the writer does at the start, for everything that dead owners left behind.
enum Recovery {
  /// How long a failure is asked about for a refund that did not come with it.
  private static let refundPeriod: Duration = .seconds(7 * 86_400)
  private static let lostReason = "the gateway stopped while this create was being sent"

  /// - Returns: what has to be asked about again: running, stalled, and failed lately with money still out.
  static func recover(owner: OwnerID, at now: Timestamp, _ db: Database) throws -> [Generation] {
    for generation in try GenerationTable.unsent(notOwnedBy: owner, db) {
      let event: GenerationEvent = generation.state == .held ? .released(.shutdown) : .lost(reason: lostReason)
      _ = try Recording.apply(event, to: generation, at: now, db)
    }
    let unfinished = try GenerationTable.unfinished(notOwnedBy: owner, failedSince: now - refundPeriod, db)
    for generation in unfinished { try GenerationTable.setOwner(owner, of: generation.number, db) }
    return unfinished
  }
}
