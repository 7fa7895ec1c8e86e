extension Bookkeeping {
  /// Writes down that a create wants to be called back, in the transaction that decides it: whether the job is over already and
  /// that somebody waits for it are one and the same look at the books, so that no end is missed.
  static func keepCallback(of order: PurchaseOrder, _ decision: PurchaseDecision, in books: inout some BookTransaction) throws {
    guard var callback = order.callback else { return }
    switch decision {
    case .bought(let generation):
      callback.serial = JobTicket.payerSerial
      try insert(callback, of: generation, order, in: &books)
    case .hit(let generation), .joined(let generation):
      try insert(callback, of: generation, order, in: &books)
    case .notCached, .blocked, .unpriced, .overBudget, .tooManyRunning, .tooFast, .paused, .repeated, .keyReused:
      // A repeat has the job of the create that it repeats, which was written down then.
      break
    }
  }

  private static func insert(
    _ callback: CallbackOrder, of generation: Generation, _ order: PurchaseOrder, in books: inout some BookTransaction
  ) throws {
    let isDue: Bool
    switch generation.state {
    case .held, .submitting, .running, .stalled, .unknown: isDue = false
    case .succeeded, .failed: isDue = true
    case .rejected, .released: return  // There is no job.
    }
    if let maximum = order.maximumCallbacksOfKey, try books.openCallbackCount(of: order.key) >= maximum {
      return order.onCallbackLeftOut()
    }
    try books.insertCallback(callback, of: generation.number, key: order.key, isDue: isDue, at: order.at)
  }

  /// What waits for a job's end becomes due with it, and is looked at again when its files have been copied. Where there will
  /// never be a job, nobody waits any more.
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
