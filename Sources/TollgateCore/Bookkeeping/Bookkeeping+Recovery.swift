extension Bookkeeping {
  /// How long a failure is asked about for a refund that did not come with it.
  private static let refundPeriod: Duration = .seconds(7 * 86_400)
  private static let lostReason = "the gateway stopped while this create was being sent"

  /// Settles what dead owners left behind: what was held was not sent and is released, what was being sent may have been.
  ///
  /// - Returns: what has to be asked about again: running, stalled, and failed lately with money still out.
  package static func recover(
    owner: OwnerID, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> [Generation] {
    for generation in try books.unsent(notOwnedBy: owner) {
      let event: GenerationEvent = generation.state == .held ? .released(.shutdown) : .lost(reason: lostReason)
      _ = try apply(event, to: generation, at: now, in: &books)
    }
    let unfinished = try books.unfinished(notOwnedBy: owner, failedSince: now - refundPeriod)
    for generation in unfinished { try books.setOwner(owner, of: generation.number) }
    return unfinished
  }
}
