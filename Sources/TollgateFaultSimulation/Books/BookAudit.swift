import TollgateCore

/// Checks the invariants that a store can show by itself, over values (I1 to I4, I11 of the project's list of invariants).
enum BookAudit {
  static func violations(in state: BookState) -> [String] {
    var found: [String] = []
    checkBalances(state, &found)
    checkFates(state, &found)
    checkSlots(state, &found)
    return found
  }

  /// Holds of the ledger's lines from `first` on that leave a balance above its limit.
  static func overshoots(in state: BookState, since first: Int) -> [String] {
    guard state.ledger.count > first else { return [] }
    var found: [String] = []
    for line in state.ledger[first...] where line.entry.kind == .hold {
      for scope in [.gateway, .key(line.key)] + (line.team.map { [Scope.team($0)] } ?? []) {
        for window in [BudgetWindow.total, .month(line.window.month), .day(line.window.day)] {
          guard let limit = state.budgets[scope]?[window.period]?.nanodollars else { continue }
          let sums = state.balances[.init(scope: scope, window: window), default: .init()]
          if sums.spent + sums.held > limit {
            found.append("I2: \(line.generation) took \(scope), \(window) to \(sums), and the limit is \(limit)")
          }
        }
      }
    }
    return found
  }

  /// Balances are the sums of the ledger, in the windows of the holds.
  private static func checkBalances(_ state: BookState, _ found: inout [String]) {
    var sums: [BookState.BalanceKey: BookState.Sums] = [:]
    var holds: [GenerationNumber: BookState.Line] = [:]
    for line in state.ledger {
      if line.entry.kind == .hold { holds[line.generation] = line }
      guard let hold = holds[line.generation] else {
        found.append("I3: \(line.entry.kind) of \(line.generation) before its hold")
        continue
      }
      if line.window != hold.window {
        found.append("I11: \(line.entry.kind) of \(line.generation) is not in its hold's window")
      }
      let amount = line.entry.amount.nanodollars
      let held = hold.entry.amount.nanodollars
      let change: (spent: Int64, held: Int64) =
        switch line.entry.kind {
        case .hold: (0, amount)
        case .capture: (amount, -held)
        case .release: (0, -held)
        case .refund: (-amount, 0)
        case .correction: (amount, 0)
        }
      for scope in [.gateway, .key(hold.key)] + (hold.team.map { [Scope.team($0)] } ?? []) {
        for window in [BudgetWindow.total, .month(hold.window.month), .day(hold.window.day)] {
          sums[.init(scope: scope, window: window), default: .init()].spent += change.spent
          sums[.init(scope: scope, window: window), default: .init()].held += change.held
        }
      }
    }
    for (key, kept) in state.balances where kept != sums[key, default: .init()] {
      found.append("I1: the balance of \(key.scope), \(key.window) is \(kept), and its ledger \(sums[key, default: .init()])")
    }
    for (key, sum) in sums where state.balances[key] == nil { found.append("I1: \(key) has \(sum) and no balance") }
    for (key, sum) in sums where sum.spent < 0 || sum.held < 0 { found.append("I1: \(key) is negative: \(sum)") }
  }

  /// Every hold ends in one capture or one release, as its generation's state says.
  private static func checkFates(_ state: BookState, _ found: inout [String]) {
    var lines: [GenerationNumber: [LedgerEntry]] = [:]
    for line in state.ledger { lines[line.generation, default: []].append(line.entry) }
    for purchase in state.purchases {
      let generation = purchase.generation
      var counts: [LedgerEntry.Kind: Int] = [:]
      var (charged, refunded): (Int64, Int64) = (0, 0)
      for entry in lines.removeValue(forKey: generation.number) ?? [] {
        counts[entry.kind, default: 0] += 1
        if entry.kind == .capture || entry.kind == .correction { charged += entry.amount.nanodollars }
        if entry.kind == .refund { refunded += entry.amount.nanodollars }
      }
      let expected: (capture: Int, release: Int) =
        switch generation.state {
        case .held, .submitting, .unknown: (0, 0)
        case .running, .stalled, .succeeded, .failed: (1, 0)
        case .rejected, .released: (0, 1)
        }
      if counts[.hold] != 1 { found.append("I3: \(generation.number) has \(counts[.hold] ?? 0) holds") }
      if counts[.capture] ?? 0 != expected.capture || counts[.release] ?? 0 != expected.release {
        found.append("I3: \(generation.number) is \(generation.state), and its entries are \(counts)")
      }
      if generation.machine.captured?.nanodollars ?? 0 != charged || generation.machine.refunded.nanodollars != refunded {
        found.append("I1: \(generation.number) says something else than its ledger")
      }
      if refunded > charged { found.append("I3: \(generation.number) got back more than it was charged") }
      if (purchase.record != nil) != (generation.state == .succeeded) {
        found.append("S: \(generation.number) is \(generation.state) with\(purchase.record == nil ? "out" : "") a record")
      }
    }
    for number in lines.keys { found.append("I3: the ledger names \(number), which does not exist") }
  }

  /// At most one live purchase in each slot, besides unknowns that were resent.
  private static func checkSlots(_ state: BookState, _ found: inout [String]) {
    var live: [Slot: [GenerationNumber]] = [:]
    for purchase in state.purchases where purchase.generation.keepsResult && purchase.generation.state.isLive {
      let number = purchase.generation.number
      let isResent = state.resends.contains { $0.old == number && state.purchase($0.new)?.generation.keepsResult == true }
      if !isResent { live[purchase.generation.slot, default: []].append(number) }
    }
    for (slot, numbers) in live {
      if numbers.count > 1 { found.append("I4: \(numbers) are live in one slot") }
      if state.slots[slot]?.live == nil { found.append("I4: \(numbers) are live, and their slot is free") }
    }
    for (_, contents) in state.slots {
      if let number = contents.live?.generation, state.purchase(number)?.generation.state.isLive != true {
        found.append("I4: a slot's live \(number) is not")
      }
      if let number = contents.finished?.generation, state.purchase(number)?.generation.state != .succeeded {
        found.append("I4: a slot's finished \(number) has not succeeded")
      }
    }
    var ids: Set<String> = []
    for purchase in state.purchases {
      if let id = purchase.generation.upstreamID, !ids.insert(id).inserted {
        found.append("I4: \(id) stands for two purchases")
      }
    }
  }
}
