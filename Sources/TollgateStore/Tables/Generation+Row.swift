import GRDB
import TollgateCore

extension Generation {
  /// Reads the columns in the order of ``GenerationTable``.
  init(row: Row) throws {
    let slot = Slot(
      content: try row.required(Content(digest: try row.bytes(1)), "a content"),
      scope: try row.required(CacheScope(stored: try row.value(2)), "a cache scope"), variant: try row.value(3))
    let machine = GenerationStateMachine(
      state: try row.state(8), hold: try row.money(9),
      captured: try row.decode(Int64?.self, atIndex: 10).map(Money.init(nanodollars:)),
      isChargeUnstated: try row.value(12), refunded: try row.money(11))
    self.init(
      number: try row.generationNumber(0), slot: slot, keepsResult: try row.value(4), key: try row.keyID(5),
      team: try row.decode(String?.self, atIndex: 6), model: try row.value(7), createdAt: try row.timestamp(19),
      machine: machine)
    upstreamID = try row.decode(String?.self, atIndex: 13)
    if let status = try row.decode(Int?.self, atIndex: 14) {
      rejection = Rejection(httpStatus: status, code: try row.value(15), text: try row.value(16))
    }
    if let reason = try row.decode(String?.self, atIndex: 17) {
      releaseReason = try row.required(ReleaseReason(rawValue: reason), "a reason for a release")
    }
    note = try row.decode(String?.self, atIndex: 18)
    updatedAt = try row.timestamp(20)
    finishedAt = try row.timestampIfPresent(21)
  }
}
