import TollgateCore

/// A hold was to end twice (I3 of docs/invariants.md). Every store refuses that, and nobody should ask for it.
struct SecondFate: Error, CustomStringConvertible {
  let generation: GenerationNumber
  let kind: LedgerEntry.Kind

  var description: String { "I3: \(generation), whose hold has ended, was to get a \(kind)" }
}

/// One transaction over values, with the guards that the SQL statements have.
struct InMemoryTransaction: BookTransaction {
  private static let day: Int64 = 86_400_000

  var state: BookState

  mutating func attempt(_ body: (inout InMemoryTransaction) throws -> Bool) throws {
    let before = state
    do {
      if try !body(&self) { state = before }
    } catch {
      state = before
      throw error
    }
  }
}

// Generations and resends.
extension InMemoryTransaction {
  func generation(_ number: GenerationNumber) throws -> Generation? { state.purchase(number)?.generation }

  mutating func insertGeneration(_ order: PurchaseOrder, hold: Money, after loss: SlotLoss?) throws -> Generation {
    guard let number = GenerationNumber(Int64(state.purchases.count) + 1) else {
      throw StoreError.notDurable("the numbers of generations are used up")
    }
    let generation = Generation(
      number: number, slot: order.slot, keepsResult: !order.policy.storesNothing, key: order.key, team: order.team,
      model: order.model, createdAt: order.at, boughtAfter: loss, machine: GenerationStateMachine(hold: hold))
    state.purchases.append(
      .init(generation: generation, owner: order.owner, body: order.canonicalBody, priceClass: order.priceClass))
    return generation
  }

  mutating func update(_ new: Generation, from old: Generation) throws -> Bool {
    let place = Int(new.number.value) - 1
    guard state.purchases.indices.contains(place), state.purchases[place].generation.state == old.state,
      state.purchases[place].generation.machine.refunded == old.machine.refunded,
      state.purchases[place].generation.files == old.files
    else { return false }
    state.purchases[place].generation = new
    // No store keeps a zero byte in a text.
    if let note = new.note, note.utf8.contains(0) {
      state.purchases[place].generation.note = note.replacing("\0", with: "\u{FFFD}")
    }
    return true
  }

  mutating func insertRecord(_ record: [UInt8], for number: GenerationNumber) throws {
    state.purchases[Int(number.value) - 1].record = record
  }

  func holder(ofUpstreamID id: String) throws -> GenerationNumber? {
    state.purchases.first { $0.generation.upstreamID == id }?.generation.number
  }

  func unsent(notOwnedBy owner: OwnerID) throws -> [Generation] {
    state.purchases.filter { $0.owner != owner && [.held, .submitting].contains($0.generation.state) }.map(\.generation)
  }

  func unfinished(notOwnedBy owner: OwnerID, failedSince moment: Timestamp) throws -> [Generation] {
    state.purchases.filter { purchase in
      let generation = purchase.generation
      guard purchase.owner != owner else { return false }
      switch generation.state {
      case .running, .stalled: return true
      case .failed:
        return generation.machine.refunded < generation.machine.captured ?? .zero
          && generation.finishedAt.map { $0 >= moment } ?? false
      default: return false
      }
    }.map(\.generation)
  }

  mutating func setOwner(_ owner: OwnerID, of number: GenerationNumber) throws {
    state.purchases[Int(number.value) - 1].owner = owner
  }

  func runningCount(of key: KeyID?, limit: Int) throws -> Int {
    var count = 0
    for purchase in state.purchases
    where [.held, .submitting, .running].contains(purchase.generation.state)
      && key ?? purchase.generation.key == purchase.generation.key
    {
      count += 1
    }
    return min(count, limit)
  }

  func resend(of unknown: GenerationNumber) throws -> GenerationNumber? {
    state.resends.last { $0.old == unknown }?.new
  }

  func resent(by generation: GenerationNumber) throws -> GenerationNumber? {
    state.resends.first { $0.new == generation }?.old
  }

  mutating func insertResend(
    new: GenerationNumber, old: GenerationNumber, authorisedBy key: KeyID, isConfigured: Bool, at now: Timestamp
  ) throws {
    state.resends.append(.init(new: new, old: old, isConfigured: isConfigured))
  }
}

// Slots.
extension InMemoryTransaction {
  func contents(of slot: Slot) throws -> SlotContents {
    var contents = state.slots[.init(slot: slot)] ?? SlotContents()
    if let live = contents.live, let purchase = state.purchase(live.generation) {
      contents.live = .init(generation: live.generation, state: purchase.generation.state)
    }
    return contents
  }

  mutating func take(_ slot: Slot, for new: GenerationNumber, replacing old: GenerationNumber?) throws -> Bool {
    var contents = state.slots[.init(slot: slot)] ?? SlotContents()
    guard contents.live?.generation == old else { return false }
    contents.live = .init(generation: new, state: .held)
    state.slots[.init(slot: slot)] = contents
    return true
  }

  mutating func setResent(_ slot: Slot, at now: Timestamp) throws { state.slots[.init(slot: slot)]?.resentAt = now }

  mutating func clearLive(_ slot: Slot, of generation: GenerationNumber) throws {
    if state.slots[.init(slot: slot)]?.live?.generation == generation { state.slots[.init(slot: slot)]?.live = nil }
  }

  mutating func finish(_ slot: Slot, by generation: GenerationNumber, at now: Timestamp) throws {
    guard var contents = state.slots[.init(slot: slot)] else { return }
    guard contents.live?.generation == generation || contents.finished == nil else { return }
    contents.finished = .init(generation: generation, at: now)
    if contents.live?.generation == generation { contents.live = nil }
    contents.loss = nil
    state.slots[.init(slot: slot)] = contents
  }

  mutating func lose(_ slot: Slot, of generation: GenerationNumber, because loss: SlotLoss) throws {
    guard var contents = state.slots[.init(slot: slot)] else { return }
    guard contents.finished?.generation == generation || contents.live?.generation == generation else { return }
    if contents.finished?.generation == generation { contents.finished = nil }
    if contents.live?.generation == generation { contents.live = nil }
    if contents.finished == nil { contents.loss = loss }
    state.slots[.init(slot: slot)] = contents
  }
}

// Imports.
extension InMemoryTransaction {
  var hasImports: Bool { true }

  mutating func insertImported(_ result: ImportedResult, owner: OwnerID, at now: Timestamp) throws -> GenerationNumber {
    guard let number = GenerationNumber(Int64(state.purchases.count) + 1) else {
      throw StoreError.notDurable("the numbers of generations are used up")
    }
    let machine = GenerationStateMachine(
      state: .succeeded, hold: .zero, captured: .zero, isChargeUnstated: false, refunded: .zero, files: .kept)
    var generation = Generation(
      number: number, slot: result.slot, keepsResult: true, key: Bookkeeping.nobody, team: nil, model: result.model,
      createdAt: now, machine: machine)
    generation.finishedAt = now
    generation.importedCost = result.cost
    state.purchases.append(
      .init(
        generation: generation, owner: owner, body: result.canonicalBody,
        priceClass: Catalogue.builtIn.priceClass(model: result.model, args: JSONObject())))
    return number
  }
}

// Files.
extension InMemoryTransaction {
  mutating func insertFiles(_ links: [ResultLink], of number: GenerationNumber) throws {
    guard try files(of: number).isEmpty else { return }
    state.purchases[Int(number.value) - 1].files = links.enumerated().map {
      ResultFile(generation: number, position: $0.offset, link: $0.element)
    }
  }

  func files(of number: GenerationNumber) throws -> [ResultFile] { state.purchase(number)?.files ?? [] }

  mutating func update(_ file: ResultFile) throws {
    state.purchases[Int(file.generation.value) - 1].files[file.position] = file
  }

  func asset(_ id: AssetID) throws -> Asset? { state.assets[id] }

  mutating func update(_ asset: Asset) throws {
    if state.assets[asset.blob.id] == nil { state.assetOrder.append(asset.blob.id) }
    var new = state.assets[asset.blob.id] ?? asset
    new.isStored = asset.isStored
    new.usedAt = max(new.usedAt, asset.usedAt)
    state.assets[asset.blob.id] = new
  }

  mutating func noteUse(ofFilesOf number: GenerationNumber, at moment: Timestamp) throws {
    for id in try files(of: number).compactMap(\.asset) {
      if let usedAt = state.assets[id]?.usedAt { state.assets[id]?.usedAt = max(usedAt, moment) }
    }
  }

  func generations(naming asset: AssetID) throws -> [Generation] {
    state.purchases.filter { $0.files.contains { $0.asset == asset } }.map(\.generation)
  }

  func isPinned(_ number: GenerationNumber) throws -> Bool { state.purchase(number)?.isPinned ?? false }

  mutating func removeResult(of number: GenerationNumber) throws {
    let place = Int(number.value) - 1
    state.purchases[place].body = nil
    state.purchases[place].record = nil
    state.purchases[place].files = []
  }
}

// Callbacks.
extension InMemoryTransaction {
  func openCallbackCount(of key: KeyID) throws -> Int {
    state.callbacks.count { $0.callback.key == key && $0.callback.endedAt == nil }
  }

  mutating func insertCallback(
    _ callback: CallbackOrder, of generation: GenerationNumber, key: KeyID, isDue: Bool, at now: Timestamp
  ) throws {
    let isTaken = state.callbacks.contains { $0.callback.generation == generation && $0.callback.serial == callback.serial }
    state.lastCallback += 1
    guard let id = CallbackID(state.lastCallback), !isTaken else {
      throw StoreError.notDurable("\(generation) has a callback of serial \(callback.serial) already")
    }
    state.callbacks.append(
      .init(
        callback: Callback(
          id: id, generation: generation, serial: callback.serial, key: key, receiver: callback.receiver, url: callback.url,
          baseURL: callback.baseURL, createdAt: now, state: isDue ? .due : .waiting, dueAt: isDue ? now : nil,
          readyAt: isDue ? now : nil)))
  }

  mutating func makeCallbacksDue(of generation: GenerationNumber, at now: Timestamp) throws {
    for place in state.callbacks.indices where state.callbacks[place].callback.generation == generation {
      var callback = state.callbacks[place].callback
      guard callback.state == .waiting || (callback.state == .due && callback.attempts == 0) else { continue }
      (callback.state, callback.dueAt, callback.readyAt) = (.due, now, now)
      if !state.callbacks[place].isTaken { state.callbacks[place].restsUntil = nil }
      state.callbacks[place].callback = callback
    }
  }

  mutating func removeCallbacks(of generation: GenerationNumber) throws {
    state.callbacks.removeAll { $0.callback.generation == generation && $0.callback.state == .waiting }
  }
}

// Money.
extension InMemoryTransaction {
  var latestWindow: LedgerWindow? { state.latestWindow }

  mutating func hold(_ amount: Money, in scopes: [Scope], window: LedgerWindow) throws -> Bool {
    var allowed = 0
    for scope in scopes {
      for window in window.budgetWindows {
        let key = BookState.BalanceKey(scope: scope, window: window)
        let sums = state.balances[key, default: .init()]
        let limit = state.budgets[scope]?[window.period]?.nanodollars ?? .max
        guard sums.spent + sums.held + amount.nanodollars <= limit else { continue }
        state.balances[key] = .init(spent: sums.spent, held: sums.held + amount.nanodollars)
        allowed += 1
      }
    }
    return allowed == scopes.count * BudgetPeriod.allCases.count
  }

  mutating func book(_ change: BalanceChange, of generation: Generation, window: LedgerWindow) throws {
    for scope in Scope.all(of: generation.key, team: generation.team) {
      for window in window.budgetWindows {
        let key = BookState.BalanceKey(scope: scope, window: window)
        state.balances[key, default: .init()].spent += change.spent.nanodollars
        state.balances[key, default: .init()].held += change.held.nanodollars
      }
    }
  }

  func balances(of scopes: [Scope], window: LedgerWindow) throws -> [Balance] {
    scopes.flatMap { scope in
      window.budgetWindows.map { window in
        let sums = state.balances[.init(scope: scope, window: window), default: .init()]
        return Balance(
          scope: scope, window: window, spent: Money(nanodollars: sums.spent), held: Money(nanodollars: sums.held),
          limit: state.budgets[scope]?[window.period])
      }
    }
  }

  mutating func insertHold(of generation: Generation, window: LedgerWindow) throws {
    state.latestWindow = window
    state.ledger.append(
      .init(
        generation: generation.number, entry: LedgerEntry(.hold, generation.machine.hold), key: generation.key,
        team: generation.team, window: window, at: generation.createdAt))
  }

  mutating func insert(_ entry: LedgerEntry, of generation: GenerationNumber, at now: Timestamp) throws {
    let hold = try holdLine(of: generation)
    let isFate = entry.kind == .capture || entry.kind == .release
    let hasFate = state.ledger.contains {
      $0.generation == generation && ($0.entry.kind == .capture || $0.entry.kind == .release)
    }
    guard !isFate || !hasFate else { throw SecondFate(generation: generation, kind: entry.kind) }
    state.ledger.append(
      .init(generation: generation, entry: entry, key: hold.key, team: hold.team, window: hold.window, at: now))
  }

  func windowOfHold(of generation: GenerationNumber) throws -> LedgerWindow { try holdLine(of: generation).window }

  func dearestCharge(of priceClass: PriceClass, since moment: Timestamp) throws -> Money? {
    let first = moment.millisecondsSince1970 / Self.day
    return state.charges.filter { $0.key.priceClass == priceClass && $0.key.day >= first }.values.max()
  }

  mutating func noteCharge(_ charge: Money, of generation: GenerationNumber, at now: Timestamp) throws {
    guard let purchase = state.purchase(generation) else { return }
    let key = BookState.ChargeKey(priceClass: purchase.priceClass, day: now.millisecondsSince1970 / Self.day)
    state.charges[key] = max(charge, state.charges[key] ?? .zero)
  }

  private func holdLine(of generation: GenerationNumber) throws -> BookState.Line {
    guard let line = state.ledger.first(where: { $0.generation == generation && $0.entry.kind == .hold }) else {
      throw DamagedRow(description: "\(generation) has no hold in the ledger")
    }
    return line
  }
}
