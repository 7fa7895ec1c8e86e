extension Bookkeeping {
  /// Writes down that a create wants to be called back, in the transaction that decides it: whether the job is over already and
  /// that somebody waits for it are one and the same look at the books, so that no end is missed.
  static func keepCallback(of order: PurchaseOrder, _ decision: PurchaseDecision, in books: inout some BookTransaction) throws {
    guard let callback = order.callback else { return }
    switch decision {
    case .bought(let generation):
      try insert(callback, serial: JobTicket.payerSerial, of: generation, order, in: &books)
    case .hit(let generation), .joined(let generation):
      try insert(callback, serial: callback.serial, of: generation, order, in: &books)
    case .notCached, .blocked, .unpriced, .overBudget, .tooManyRunning, .tooFast, .paused, .repeated, .keyReused:
      // A repeat has the job of the create that it repeats, which was written down then.
      break
    }
  }

  private static func insert(
    _ callback: CallbackOrder, serial: Int64, of generation: Generation, _ order: PurchaseOrder,
    in books: inout some BookTransaction
  ) throws {
    switch generation.state {
    case .held, .submitting, .running, .stalled, .unknown:
      try books.insertCallback(callback, serial: serial, of: generation.number, key: order.key, dueAt: nil, at: order.at)
    case .succeeded, .failed:
      try books.insertCallback(callback, serial: serial, of: generation.number, key: order.key, dueAt: order.at, at: order.at)
    case .rejected, .released:
      // There is no job.
      break
    }
  }

  /// What waits for a job's end becomes due with it, and is looked at again when its files have been copied. Where there will never be a job, nobody waits any more.
  static func endCallbacks(
    of new: Generation, from old: Generation, at now: Timestamp, in books: inout some BookTransaction
  ) throws {
    guard new.state != old.state || (old.files == .copying && new.files != .copying) else { return }
    switch new.state {
    case .succeeded, .failed: try books.makeCallbacksDue(of: new.number, at: now)
    case .rejected, .released: try books.removeCallbacks(of: new.number)
    case .held, .submitting, .running, .stalled, .unknown: break
    }
  }
}
