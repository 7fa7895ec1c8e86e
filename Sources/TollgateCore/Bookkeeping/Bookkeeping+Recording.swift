extension Bookkeeping {
  /// Applies an event to a generation: state, ledger, balances, record and slot.
  ///
  /// - Throws: ``StoreError``, or what the transaction throws.
  package static func record(
    _ event: GenerationEvent, for number: GenerationNumber, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> Generation {
    guard let old = try books.generation(number) else { throw StoreError.noSuchGeneration(number) }
    var event = try checked(event, for: old, in: books)
    // What a client does not want kept is not copied either.
    if case .succeeded(let record, let credit, true) = event, !old.keepsResult {
      event = .succeeded(record: record, credit: credit)
    }
    return try apply(event, to: old, at: now, in: &books)
  }

  /// Applies an event to a generation as it was just read.
  static func apply(
    _ event: GenerationEvent, to old: Generation, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> Generation {
    var new = old
    let effects: GenerationStateMachine.Effects
    do { effects = try new.apply(event, at: now) } catch { throw StoreError.invalidTransition(error) }
    guard try books.update(new, from: old) else {
      throw StoreError.notDurable("\(old.number) was changed by somebody else in the same moment; repeat the request")
    }
    try book(effects.entries, of: new, at: now, in: &books)
    // Nothing was bought: who repeats the create under its Idempotency-Key buys.
    if new.state == .rejected || new.state == .released { try books.removeIdempotencyRecords(of: new.number) }
    if let charge = new.machine.learntCharge(since: old.machine) {
      try books.noteCharge(charge, of: new.number, at: now)
    }
    if case .succeeded(let record, _, _) = event {
      try books.insertRecord(CanonicalJSON.encode(.object(record)), for: new.number)
      if new.files == .copying { try books.insertFiles(ResultLinks.of(record), of: new.number) }
    }
    try apply(effects.slot, of: new, at: now, in: &books)
    try endCallbacks(of: new, from: old, at: now, in: &books)
    return new
  }

  /// Writes entries into the ledger, and books them in the windows of their hold.
  private static func book(
    _ entries: [LedgerEntry], of generation: Generation, at now: Timestamp, in books: inout some BookTransaction
  ) throws {
    guard !entries.isEmpty else { return }
    let window = try books.windowOfHold(of: generation.number)
    for entry in entries {
      try books.insert(entry, of: generation.number, at: now)
      try books.book(BalanceChange(entry, hold: generation.machine.hold), of: generation, window: window)
    }
  }

  private static func apply(
    _ effect: GenerationStateMachine.SlotEffect, of generation: Generation, at now: Timestamp,
    in books: inout some BookTransaction
  ) throws {
    switch effect {
    case .none:
      break
    case .finish where generation.keepsResult:
      try books.finish(generation.slot, by: generation.number, at: generation.finishedAt ?? now)
    case .finish, .clearLive:
      try books.clearLive(generation.slot, of: generation.number)
      try giveBack(generation.slot, after: generation.number, in: &books)
    case .lose(let loss):
      let isLive = try books.contents(of: generation.slot).live?.generation == generation.number
      try books.lose(generation.slot, of: generation.number, because: loss)
      if isLive { try giveBack(generation.slot, after: generation.number, in: &books) }
    case .occupy:
      // Where the slot is taken, by this generation or by another one, it stays as it is.
      _ = try books.take(generation.slot, for: generation.number, replacing: nil)
    }
  }

  /// A resend that brought nothing gives the slot back to the unknown that it had taken it from, as long as that is one, or was
  /// found to run: one permission is for one purchase, and the next create must neither buy blindly nor beside it.
  private static func giveBack(
    _ slot: Slot, after generation: GenerationNumber, in books: inout some BookTransaction
  ) throws {
    var newer = generation
    while let older = try books.resent(by: newer) {
      if try books.generation(older)?.isLive == true {
        _ = try books.take(slot, for: older, replacing: nil)
        return
      }
      newer = older
    }
  }

  /// The upstream never runs one job for two creates. An answer that says so is not believed: the second create's outcome is
  /// unknown. A person who says so is told.
  private static func checked(
    _ event: GenerationEvent, for generation: Generation, in books: some BookTransaction
  ) throws -> GenerationEvent {
    switch event {
    case .accepted(let id, _):
      guard let other = try holder(of: id, besides: generation, in: books) else { return event }
      return .lost(reason: "the upstream answered with job id \(id), which belongs to \(other)")
    case .resolvedCharged(let id?):
      guard let other = try holder(of: id, besides: generation, in: books) else { return event }
      throw StoreError.conflict("the upstream's job \(id) belongs to \(other); \(generation.number) needs another id")
    default:
      return event
    }
  }

  private static func holder(
    of upstreamID: String, besides generation: Generation, in books: some BookTransaction
  ) throws -> GenerationNumber? {
    let holder = try books.holder(ofUpstreamID: upstreamID)
    return holder == generation.number ? nil : holder
  }
}

extension GenerationStateMachine {
  /// The charge that the upstream has named since an earlier state; `nil` where it named none, or none that was not known.
  fileprivate func learntCharge(since old: GenerationStateMachine) -> Money? {
    guard !isChargeUnstated, captured != old.captured || old.isChargeUnstated else { return nil }
    return captured
  }
}
