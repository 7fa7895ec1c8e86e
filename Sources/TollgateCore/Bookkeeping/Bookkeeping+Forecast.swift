extension Bookkeeping {
  /// Says what ``decide(_:in:)`` would decide, and what a purchase would cost, without changing anything.
  package static func forecast(_ order: PurchaseOrder, in books: some BookTransaction) throws -> PurchaseForecast {
    let window = order.window.notBefore(books.latestWindow)
    let scopes = Scope.all(of: order.key, team: order.team)
    let hold = try hold(for: order, in: books)
    return PurchaseForecast(
      outcome: try outcome(of: order, hold: hold, in: scopes, window: window, books), quote: hold,
      balances: try books.balances(of: scopes, window: window))
  }

  private static func outcome(
    of order: PurchaseOrder, hold: Money?, in scopes: [Scope], window: LedgerWindow, _ books: some BookTransaction
  ) throws -> PurchaseForecast.Outcome {
    var unknown: Generation?
    switch try earlier(than: order, in: books) {
    case .decision(.repeated(let generation, let serial)): return .repeated(generation, serial: serial)
    case .decision(.keyReused(let generation)): return .keyReused(generation)
    case .unknown(let generation): unknown = generation
    case .none, .decision: break
    }
    let contents = try books.contents(of: order.slot)
    switch try slotDecision(on: order, seeing: contents, in: books) {
    case .hit(let finished): return .hit(try existing(finished.generation, in: books))
    case .join(let live): return .joined(try existing(live.generation, in: books))
    case .notCached: return .notCached
    case .blocked(let live): return .blocked(try existing(live.generation, in: books))
    case .buy:
      if let unknown, !mayBuy(order, again: unknown, seeing: contents) { return .blocked(unknown) }
      guard let hold else { return .unpriced }
      if let shortage = try shortage(of: hold, in: scopes, window: window, books) { return .overBudget(shortage) }
      if let refusal = try running(order, in: books) { return .tooManyRunning(refusal) }
      return order.takePlace().map { .paused($0) } ?? .bought
    }
  }
}
