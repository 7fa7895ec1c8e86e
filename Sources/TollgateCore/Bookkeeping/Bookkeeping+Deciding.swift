extension GenerationState {
  /// Whether there is a result, or one may still come.
  fileprivate var mayHaveBought: Bool {
    switch self {
    case .held, .submitting, .running, .stalled, .unknown, .succeeded: true
    case .failed, .rejected, .released: false
    }
  }
}

extension Bookkeeping {
  /// How often the slot is read again where somebody was first. With one writer nobody ever is.
  private static let maximumAttempts = 8

  /// Decides one create. A purchase takes its slot and its hold in every scope and window, or nothing at all.
  ///
  /// - Throws: ``StoreError``, or what the transaction throws.
  package static func decide(
    _ order: PurchaseOrder, in books: inout some BookTransaction
  ) throws -> PurchaseDecision {
    guard order.isStillWanted() else { throw StoreError.notDurable("nobody waited for this create any more") }
    var unknown: Generation?
    switch try earlier(than: order, in: books) {
    case .none: break
    case .decision(let decision): return decision
    case .unknown(let generation): unknown = generation
    }
    // Between reading the slot and taking it another writer may be first; then the slot says something new.
    for _ in 0..<maximumAttempts {
      guard let decision = try tryOnce(order, repeating: unknown, in: &books) else { continue }
      try keepCallback(of: order, decision, in: &books)
      try note(decision, on: order, in: &books)
      return decision
    }
    throw StoreError.notDurable("the slot changed hands \(maximumAttempts) times; repeat the request")
  }

  /// - Returns: `nil` where the slot was taken between reading and writing; nothing is written then.
  private static func tryOnce(
    _ order: PurchaseOrder, repeating earlier: Generation?, in books: inout some BookTransaction
  ) throws -> PurchaseDecision? {
    let contents = try books.contents(of: order.slot)
    if let unknown = order.resends, contents.live?.generation != unknown {
      // Somebody has bought it again already, or it no longer stands in the way of anything.
      let successor = try books.resend(of: unknown)
      return try successor.map { .joined(try existing($0, in: books)) } ?? .blocked(try existing(unknown, in: books))
    }
    // A resend of which nothing is kept leaves its unknown in the slot.
    if let unknown = order.resends, order.policy.storesNothing, let successor = try books.resend(of: unknown) {
      let bought = try existing(successor, in: books)
      if bought.state.mayHaveBought { return .joined(bought) }
    }
    switch try slotDecision(on: order, seeing: contents, in: books) {
    case .hit(let finished):
      return .hit(try existing(finished.generation, in: books))
    case .join(let live):
      return .joined(try existing(live.generation, in: books))
    case .notCached:
      return .notCached
    case .blocked(let live):
      return .blocked(try existing(live.generation, in: books))
    case .buy(let replaced):
      // The unknown may have lost the slot in which it would stand in the way, and with it the bound of a configured resend.
      if let earlier, !mayBuy(order, again: earlier, seeing: contents) { return .blocked(earlier) }
      guard let hold = try hold(for: order, in: books) else { return .unpriced }
      return try buy(order, hold: hold, replacing: replaced, earlier: earlier, seeing: contents, in: &books)
    }
  }

  /// Whether an order may buy what an earlier one under its `Idempotency-Key` may have bought, where the slot would let it.
  static func mayBuy(_ order: PurchaseOrder, again earlier: Generation, seeing contents: SlotContents) -> Bool {
    switch order.policy.resend {
    case .none: false
    case .configured: contents.live?.generation == earlier.number
    case .asked: true
    }
  }

  /// What a purchase holds: its price, or the dearest charge of its class of late where that is more; `nil` where there is no
  /// price that could be one.
  static func hold(for order: PurchaseOrder, in books: some BookTransaction) throws -> Money? {
    guard let quote = order.quote, quote.isPlausibleCharge else { return nil }
    let dearest = try books.dearestCharge(of: order.priceClass, since: order.at - memoryOfCharges)
    return max(quote, dearest ?? .zero)
  }

  /// Takes hold and slot, or refuses and leaves everything as it was. `replaced` is the unknown that gives its slot away. Buying
  /// in spite of an unknown that is live in the slot is a resend, and says who allowed it.
  ///
  /// - Returns: `nil` where the slot was taken meanwhile.
  private static func buy(
    _ order: PurchaseOrder, hold: Money, replacing replaced: GenerationNumber?, earlier: Generation?,
    seeing contents: SlotContents, in books: inout some BookTransaction
  ) throws -> PurchaseDecision? {
    let window = order.window.notBefore(books.latestWindow)
    let scopes = Scope.all(of: order.key, team: order.team)
    var decision: PurchaseDecision?
    try books.attempt { books in
      guard try books.hold(hold, in: scopes, window: window) else {
        // Rows that were changed already are undone before they are read.
        return false
      }
      if let refusal = try running(order, in: books) {
        decision = .tooManyRunning(refusal)
      } else if let refusal = order.rate.take() {
        decision = .tooFast(refusal)
      } else if let pause = order.takePlace() {
        order.rate.giveBack()
        decision = .paused(pause)
      } else {
        let generation = try books.insertGeneration(order, hold: hold, after: order.policy.loss(of: contents))
        if generation.keepsResult, try !books.take(order.slot, for: generation.number, replacing: replaced) {
          order.rate.giveBack()
          return false
        }
        try books.insertHold(of: generation, window: window)
        try noteResend(by: generation, of: contents.live, or: earlier, order, in: &books)
        decision = .bought(generation)
        return true
      }
      return false
    }
    if let decision { return decision }
    return try shortage(of: hold, in: scopes, window: window, books).map { .overBudget($0) }
  }

  private static func noteResend(
    by generation: Generation, of live: SlotContents.Live?, or earlier: Generation?, _ order: PurchaseOrder,
    in books: inout some BookTransaction
  ) throws {
    let unknown = live.flatMap { $0.state == .unknown ? $0.generation : nil }
    guard let old = unknown ?? earlier.flatMap({ $0.slot == order.slot ? $0.number : nil }) else { return }
    let isConfigured = order.policy.resend == .configured
    try books.insertResend(
      new: generation.number, old: old, authorisedBy: order.key, isConfigured: isConfigured, at: order.at)
    if isConfigured { try books.setResent(order.slot, at: order.at) }
  }

  /// The first balance that does not allow the hold.
  static func shortage(
    of hold: Money, in scopes: [Scope], window: LedgerWindow, _ books: some BookTransaction
  ) throws -> BudgetShortage? {
    try books.balances(of: scopes, window: window).first { !$0.mayHold(hold) }
      .map { BudgetShortage(balance: $0, needed: hold) }
  }

  /// Why the order's key, or all keys together, may not have one more running.
  static func running(_ order: PurchaseOrder, in books: some BookTransaction) throws -> RunningRefusal? {
    if let limit = order.maximumRunningOfKey, try books.runningCount(of: order.key, limit: limit) >= limit {
      return RunningRefusal(scope: .key(order.key), limit: limit)
    }
    if let limit = order.maximumRunning, try books.runningCount(of: nil, limit: limit) >= limit {
      return RunningRefusal(scope: .gateway, limit: limit)
    }
    return nil
  }

  static func existing(_ number: GenerationNumber, in books: some BookTransaction) throws -> Generation {
    guard let generation = try books.generation(number) else {
      throw DamagedRow(description: "a slot names \(number), which does not exist; run tollgate verify")
    }
    return generation
  }
}
