// Idempotency-Key: a record commits together with what it records, and goes together with it, so that at no moment of a crash
// there is one without the other.
extension Bookkeeping {
  /// How many records that are over are removed with each new one: more than come, so that they end, and never many at once.
  private static let removedWithEach = 8

  /// What an earlier create under the same `Idempotency-Key` means for this one.
  enum Earlier {
    /// There was none.
    case none
    /// It decides this one.
    case decision(PurchaseDecision)
    /// Its outcome is unknown. This create gets what every identical one gets, except that only a resend buys.
    case unknown(Generation)
  }

  static func earlier(than order: PurchaseOrder, in books: some BookTransaction) throws -> Earlier {
    guard let claim = order.idempotency, let record = try books.idempotencyRecord(named: claim.name, of: order.key),
      order.at.since(record.at) < IdempotencyRecord.lifetime
    else { return .none }
    let generation = try existing(record.generation, in: books)
    // The scope may have been configured anew meanwhile; the key is the same.
    guard generation.slot.content == order.slot.content, generation.slot.variant == order.slot.variant else {
      return .decision(.keyReused(generation))
    }
    if generation.state == .unknown { return .unknown(generation) }
    return .decision(.repeated(generation, serial: record.serial))
  }

  /// Records what a create under an `Idempotency-Key` got.
  static func note(_ decision: PurchaseDecision, on order: PurchaseOrder, in books: inout some BookTransaction) throws {
    guard let claim = order.idempotency else { return }
    let record: IdempotencyRecord
    switch decision {
    case .bought(let generation):
      record = IdempotencyRecord(generation: generation.number, serial: JobTicket.payerSerial, at: order.at)
    case .hit(let generation), .joined(let generation):
      record = IdempotencyRecord(generation: generation.number, serial: claim.serial, at: order.at)
    default:
      return
    }
    try books.removeIdempotencyRecords(before: order.at - IdempotencyRecord.lifetime, limit: removedWithEach)
    try books.keep(record, named: claim.name, of: order.key)
  }
}
