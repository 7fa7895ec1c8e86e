import TollgateCore

/// Checks the invariants that a store can show by itself, over values (I1 to I4, I11 of docs/invariants.md).
///
/// One that is kept reads the ledger's new lines only: what it has read may only grow. A new one reads everything.
struct BookAudit {
  /// What the ledger says of one generation, in nano-dollars.
  private struct Fate {
    var hold: BookState.Line?
    var holds = 0
    var captures = 0
    var releases = 0
    var charged: Int64 = 0
    var refunded: Int64 = 0
  }

  private var readLines = 0
  private var sums: [BookState.BalanceKey: BookState.Sums] = [:]
  /// By number, from 1.
  private var fates: [Fate] = []

  /// All that is wrong, found without anything that was read before.
  static func violations(in state: BookState) -> [String] {
    var audit = BookAudit()
    return audit.violations(in: state)
  }

  /// All that is wrong now.
  mutating func violations(in state: BookState) -> [String] {
    var found: [String] = []
    read(state, &found)
    checkBalances(state, &found)
    checkFates(state, &found)
    Self.checkSlots(state, &found)
    Self.checkCallbacks(state, &found)
    Self.checkUses(state, &found)
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

  /// Adds up the lines that are new, in the windows of the holds.
  private mutating func read(_ state: BookState, _ found: inout [String]) {
    guard state.ledger.count >= readLines else {
      return found.append("S1: the ledger had \(readLines) lines, and has \(state.ledger.count)")
    }
    for line in state.ledger[readLines...] { read(line, &found) }
    readLines = state.ledger.count
  }

  private mutating func read(_ line: BookState.Line, _ found: inout [String]) {
    let place = Int(line.generation.value) - 1
    while fates.count <= place { fates.append(Fate()) }
    let amount = line.entry.amount.nanodollars
    if line.entry.kind == .hold {
      fates[place].holds += 1
      fates[place].hold = line
    }
    guard let hold = fates[place].hold else {
      return found.append("I3: \(line.entry.kind) of \(line.generation) before its hold")
    }
    if line.window != hold.window {
      found.append("I11: \(line.entry.kind) of \(line.generation) is not in its hold's window")
    }
    let held = hold.entry.amount.nanodollars
    let (spent, heldChange): (Int64, Int64)
    switch line.entry.kind {
    case .hold:
      (spent, heldChange) = (0, amount)
    case .capture:
      fates[place].captures += 1
      fates[place].charged += amount
      (spent, heldChange) = (amount, -held)
    case .release:
      fates[place].releases += 1
      (spent, heldChange) = (0, -held)
    case .refund:
      fates[place].refunded += amount
      (spent, heldChange) = (-amount, 0)
    case .correction:
      fates[place].charged += amount
      (spent, heldChange) = (amount, 0)
    }
    for scope in [.gateway, .key(hold.key)] + (hold.team.map { [Scope.team($0)] } ?? []) {
      for window in [BudgetWindow.total, .month(hold.window.month), .day(hold.window.day)] {
        sums[.init(scope: scope, window: window), default: .init()].add(spent: spent, held: heldChange)
      }
    }
  }

  /// Balances are the sums of the ledger.
  private func checkBalances(_ state: BookState, _ found: inout [String]) {
    if state.balances != sums {
      for (key, kept) in state.balances where kept != sums[key, default: .init()] {
        found.append("I1: the balance of \(key.scope), \(key.window) is \(kept), and its ledger \(sums[key, default: .init()])")
      }
      for (key, sum) in sums where state.balances[key] == nil { found.append("I1: \(key) has \(sum) and no balance") }
    }
    for (key, sum) in sums where sum.spent < 0 || sum.held < 0 { found.append("I1: \(key) is negative: \(sum)") }
  }

  /// Every hold ends in one capture or one release, as its generation's state says.
  private func checkFates(_ state: BookState, _ found: inout [String]) {
    for place in state.purchases.indices {
      let fate = fates.indices.contains(place) ? fates[place] : Fate()
      check(fate, of: state.purchases[place], &found)
    }
    for place in fates.indices.dropFirst(state.purchases.count) where fates[place].hold != nil {
      found.append("I3: the ledger names g\(place + 1), which does not exist")
    }
  }

  private func check(_ fate: Fate, of purchase: BookState.Purchase, _ found: inout [String]) {
    let state = purchase.generation.state
    let machine = purchase.generation.machine
    // What was imported was bought by somebody else.
    let isPurchase = purchase.generation.importedCost == nil
    let expected: (captures: Int, releases: Int) =
      switch state {
      case _ where !isPurchase: (0, 0)
      case .held, .submitting, .unknown: (0, 0)
      case .running, .stalled, .succeeded, .failed: (1, 0)
      case .rejected, .released: (0, 1)
      }
    if fate.holds != (isPurchase ? 1 : 0) { found.append("I3: \(purchase.generation.number) has \(fate.holds) holds") }
    if fate.captures != expected.captures || fate.releases != expected.releases {
      found.append(
        "I3: \(purchase.generation.number) is \(state), and has \(fate.captures) captures and \(fate.releases) releases")
    }
    if machine.captured?.nanodollars ?? 0 != fate.charged || machine.refunded.nanodollars != fate.refunded
      || machine.hold != fate.hold?.entry.amount ?? (isPurchase ? nil : .zero)
    {
      found.append("I1: \(purchase.generation.number) says something else than its ledger")
    }
    if fate.refunded > fate.charged { found.append("I3: \(purchase.generation.number) got back more than it was charged") }
    if (purchase.record != nil) != (state == .succeeded && purchase.generation.files != .purged) {
      found.append("S: \(purchase.generation.number) is \(state) with\(purchase.record == nil ? "out" : "") a record")
    }
  }

  /// Who was answered with a generation, was so with one that was bought.
  private static func checkUses(_ state: BookState, _ found: inout [String]) {
    for use in state.uses.keys where state.purchase(use.generation)?.generation.machine.captured == nil {
      found.append("S1: \(use.key.hex) was answered with \(use.generation), which was not bought")
    }
  }

  /// What waits for a job's end waits no longer.
  private static func checkCallbacks(_ state: BookState, _ found: inout [String]) {
    for callback in state.callbacks.map(\.callback) {
      let isRight =
        switch state.purchase(callback.generation)?.generation.state {
        case .succeeded, .failed: callback.state != .waiting || callback.dueAt != nil
        case .rejected, .released, nil: false
        case .held, .submitting, .running, .stalled, .unknown: callback.state == .waiting
        }
      if !isRight { found.append("S: \(callback.id) of \(callback.generation) is \(callback.state)") }
    }
  }

  /// At most one live purchase in each slot, besides unknowns that were resent.
  private static func checkSlots(_ state: BookState, _ found: inout [String]) {
    var live: [BookState.SlotKey: [GenerationNumber]] = [:]
    for purchase in state.purchases where purchase.generation.keepsResult && purchase.generation.state.isLive {
      let number = purchase.generation.number
      let isResent = state.resends.contains { $0.old == number && state.purchase($0.new)?.generation.keepsResult == true }
      if !isResent { live[.init(slot: purchase.generation.slot), default: []].append(number) }
    }
    for (slot, numbers) in live {
      if numbers.count > 1 { found.append("I4: \(numbers) are live in one slot") }
      if state.slots[slot]?.live == nil { found.append("I4: \(numbers) are live, and their slot is free") }
    }
    for (_, contents) in state.slots {
      if let number = contents.live?.generation, state.purchase(number)?.generation.isLive != true {
        found.append("I4: a slot's live \(number) is not")
      }
      if let number = contents.finished?.generation, state.purchase(number)?.generation.isReplayable != true {
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

extension Generation {
  /// Whether a slot may name it as finished.
  fileprivate var isReplayable: Bool {
    switch files {
    case .none, .copying, .kept: state == .succeeded
    case .lost, .evicted, .purged: false
    }
  }
}
