import GRDB
import TollgateCore

/// What the writer does for one create, inside the writer's transaction.
enum Deciding {
  /// How often the slot is read again where somebody was first. With one writer nobody ever is.
  private static let maximumAttempts = 8

  static func decide(_ order: PurchaseOrder, _ db: Database, _ memory: inout WriterMemory) throws -> PurchaseDecision {
    guard order.isStillWanted() else { throw StoreError.notDurable("nobody waited for this create any more") }
    for _ in 0..<maximumAttempts {
      if let decision = try attempt(order, db, &memory) { return decision }
    }
    throw StoreError.notDurable("the slot changed hands \(maximumAttempts) times; repeat the request")
  }

  /// - Returns: `nil` where the slot was taken between reading and writing; nothing is written then.
  private static func attempt(
    _ order: PurchaseOrder, _ db: Database, _ memory: inout WriterMemory
  ) throws -> PurchaseDecision? {
    let contents = try SlotTable.contents(order.slot, db)
    if let unknown = order.resends, contents.live?.generation != unknown {
      // Somebody has bought it again already, or it no longer stands in the way of anything.
      let successor = try GenerationTable.resend(of: unknown, db)
      return try successor.map { .joined(try existing($0, db)) } ?? .blocked(try existing(unknown, db))
    }
    switch order.policy.decide(contents, at: order.at) {
    case .hit(let finished):
      return .hit(try existing(finished.generation, db))
    case .join(let live):
      return .joined(try existing(live.generation, db))
    case .notCached:
      return .notCached
    case .blocked(let live):
      return .blocked(try existing(live.generation, db))
    case .buy(let replaced):
      guard let hold = order.quote else { return .unpriced }
      if let pause = order.pause { return .paused(pause) }
      var bought: Generation?
      try db.inSavepoint {
        bought = try buy(order, hold: hold, replacing: replaced, inSpiteOf: contents.live, db, &memory)
        return bought == nil ? .rollback : .commit
      }
      return bought.map { .bought($0) }
    }
  }

  /// Takes hold and slot; `nil` where the slot was taken meanwhile. `replaced` is the unknown that gives its slot away. Buying
  /// in spite of a `live` unknown is a resend, and says who allowed it.
  private static func buy(
    _ order: PurchaseOrder, hold: Money, replacing replaced: GenerationNumber?, inSpiteOf live: SlotContents.Live?,
    _ db: Database, _ memory: inout WriterMemory
  ) throws -> Generation? {
    let generation = try GenerationTable.insert(order, hold: hold, db)
    if generation.keepsResult {
      try SlotTable.ensure(order.slot, db)
      guard try SlotTable.take(order.slot, for: generation.number, replacing: replaced, db) else { return nil }
    }
    try LedgerTable.insertHold(of: generation, window: memory.window(of: order), db)
    if let live, live.state == .unknown {
      let isConfigured = order.policy.resend == .configured
      try GenerationTable.insertResend(
        new: generation.number, old: live.generation, authorisedBy: order.key, isConfigured: isConfigured, at: order.at, db)
      if isConfigured { try SlotTable.setResent(order.slot, at: order.at, db) }
    }
    return generation
  }

  private static func existing(_ number: GenerationNumber, _ db: Database) throws -> Generation {
    guard let generation = try GenerationTable.load(number, db) else {
      throw DamagedRow(description: "a slot names \(number), which does not exist; run tollgate verify")
    }
    return generation
  }
}
