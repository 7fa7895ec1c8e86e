import GRDB
import TollgateCore

/// What the writer does for one event of one generation, inside the writer's transaction.
enum Recording {
  static func record(
    _ event: GenerationEvent, for number: GenerationNumber, at now: Timestamp, _ db: Database
  ) throws -> Generation {
    guard let old = try GenerationTable.load(number, db) else { throw StoreError.noSuchGeneration(number) }
    return try apply(try checked(event, for: old, db), to: old, at: now, db)
  }

  /// Applies an event to a generation as it was just read, and writes state, ledger, record and slot.
  static func apply(
    _ event: GenerationEvent, to old: Generation, at now: Timestamp, _ db: Database
  ) throws -> Generation {
    var new = old
    let effects: GenerationStateMachine.Effects
    do { effects = try new.apply(event, at: now) } catch { throw StoreError.invalidTransition(error) }
    guard try GenerationTable.update(new, from: old, db) else {
      throw StoreError.notDurable("\(old.number) was changed by somebody else in the same moment; repeat the request")
    }
    for entry in effects.entries { try LedgerTable.insert(entry, of: new.number, at: now, db) }
    if case .succeeded(let record, _) = event {
      try GenerationTable.insertRecord(CanonicalJSON.encode(.object(record)), for: new.number, db)
    }
    try apply(effects.slot, of: new, at: now, db)
    return new
  }

  private static func apply(
    _ effect: GenerationStateMachine.SlotEffect, of generation: Generation, at now: Timestamp, _ db: Database
  ) throws {
    switch effect {
    case .none:
      break
    case .finish where generation.keepsResult:
      try SlotTable.finish(generation.slot, by: generation.number, at: now, db)
    case .finish, .clearLive:
      try SlotTable.clearLive(generation.slot, of: generation.number, db)
      try giveBack(generation.slot, after: generation.number, db)
    case .occupy:
      try SlotTable.ensure(generation.slot, db)
      // Where the slot is taken, by this generation or by another one, it stays as it is.
      _ = try SlotTable.take(generation.slot, for: generation.number, replacing: nil, db)
    }
  }

  /// A resend that brought nothing gives the slot back to the unknown that it had taken it from, as long as that still is one:
  /// one permission is for one purchase, and the next create must not buy blindly.
  private static func giveBack(_ slot: Slot, after generation: GenerationNumber, _ db: Database) throws {
    var newer = generation
    while let older = try GenerationTable.resent(by: newer, db) {
      if try GenerationTable.load(older, db)?.state == .unknown {
        _ = try SlotTable.take(slot, for: older, replacing: nil, db)
        return
      }
      newer = older
    }
  }

  /// The upstream never runs one job for two creates. An answer that says so is not believed: the second create's outcome is
  /// unknown. A person who says so is told.
  private static func checked(_ event: GenerationEvent, for generation: Generation, _ db: Database) throws -> GenerationEvent {
    switch event {
    case .accepted(let id, _):
      guard let other = try holder(of: id, besides: generation, db) else { return event }
      return .lost(reason: "the upstream answered with job id \(id), which belongs to \(other)")
    case .resolvedCharged(let id?):
      guard let other = try holder(of: id, besides: generation, db) else { return event }
      throw StoreError.conflict("the upstream's job \(id) belongs to \(other); \(generation.number) needs another id")
    default:
      return event
    }
  }

  private static func holder(
    of upstreamID: String, besides generation: Generation, _ db: Database
  ) throws -> GenerationNumber? {
    let holder = try GenerationTable.holder(ofUpstreamID: upstreamID, db)
    return holder == generation.number ? nil : holder
  }
}
