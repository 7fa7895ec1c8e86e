import GRDB
import TollgateCore

extension Generation {
  /// Reads the columns of ``GenerationColumn``.
  init(row: Row) throws {
    func at(_ column: GenerationColumn) -> Int { column.rawValue }
    let slot = Slot(
      content: try row.required(Content(digest: try row.bytes(at(.content))), "a content"),
      scope: try row.required(Scope(try row.value(at(.scope))), "a cache scope"), variant: try row.value(at(.variant)))
    let machine = GenerationStateMachine(
      state: try row.state(at(.state)), hold: try row.money(at(.hold)),
      captured: try row.decode(Int64?.self, atIndex: at(.captured)).map(Money.init(nanodollars:)),
      isChargeUnstated: try row.value(at(.isChargeUnstated)), refunded: try row.money(at(.refunded)),
      files: try row.required(FilesState(rawValue: try row.value(at(.files))), "a state of files"))
    self.init(
      number: try row.generationNumber(at(.number)), slot: slot, keepsResult: try row.value(at(.keepsResult)),
      key: try row.keyID(at(.key)), team: try row.decode(String?.self, atIndex: at(.team)), model: try row.value(at(.model)),
      createdAt: try row.timestamp(at(.createdAt)),
      boughtAfter: try row.decode(String?.self, atIndex: at(.boughtAfter)).map {
        try row.required(SlotLoss(rawValue: $0), "a reason for a loss")
      }, machine: machine)
    importedCost = try row.decode(Int64?.self, atIndex: at(.importedCost)).map(Money.init(nanodollars:))
    upstreamID = try row.decode(String?.self, atIndex: at(.upstreamID))
    if let status = try row.decode(Int?.self, atIndex: at(.rejectionStatus)) {
      rejection = Rejection(
        httpStatus: status, code: try row.value(at(.rejectionCode)), text: try row.value(at(.rejectionText)))
    }
    if let reason = try row.decode(String?.self, atIndex: at(.releaseReason)) {
      releaseReason = try row.required(ReleaseReason(rawValue: reason), "a reason for a release")
    }
    note = try row.decode(String?.self, atIndex: at(.note))
    updatedAt = try row.timestamp(at(.updatedAt))
    finishedAt = try row.timestampIfPresent(at(.finishedAt))
  }
}
