import TollgateCore

// What the gateway and its books say, as series.
extension MetricSamples {
  /// What is summed up under no name of its own.
  private static let other = "other"

  mutating func add(_ figures: GatewayFigures) {
    for (key, creates) in figures.createsByKey {
      add(creates, .createsOfKeys, key ?? Self.other)
      add(.saved, key ?? Self.other, dollars: creates.saved)
    }
    for (model, creates) in figures.createsByModel { add(creates, .createsOfModels, model ?? Self.other) }
    add(.uncountedCreates, count: figures.uncountedCreates)
    for (kind, memory) in [("slot", figures.slots), ("record", figures.records)] {
      add(.memoryLooks, kind, "hit", count: memory.hits)
      add(.memoryLooks, kind, "miss", count: memory.misses)
      add(.memoryEntries, kind, count: memory.entries)
      add(.memoryBytes, kind, count: memory.bytes)
    }
    add(.sending, count: figures.sending)
    add(.sendingLimit, count: figures.maximumSending)
    add(.queueLength, count: figures.waiting)
    add(.queueLimit, count: figures.maximumWaiting)
    add(.watchedJobs, count: figures.asked)
    for pause in HealthReport.Upstream.Pause.allCases {
      add(.paused, Self.reason(pause), count: figures.pauses.contains(pause) ? 1 : 0)
    }
    if let limit = figures.keptLimit { add(.keptLimit, count: limit) }
    add(.upstreamAnswered, count: (figures.answeredAt?.millisecondsSince1970 ?? 0) * 1_000_000)
    add(.storeWritable, count: figures.store.trouble == nil ? 1 : 0)
    add(.storeWaiting, count: figures.store.waiting)
    add(.commitTimes, value: .histogram(figures.store.commitTimes))
    add(.batchSizes, value: .histogram(figures.store.batchSizes))
  }

  private mutating func add(_ creates: GatewayFigures.Creates, _ family: MetricFamily, _ name: String) {
    // All outcomes, so that the first of a kind is a rise and no beginning.
    for outcome in UsageOutcome.allCases { add(family, name, outcome.rawValue, count: creates.counts[outcome] ?? 0) }
  }

  private static func reason(_ pause: HealthReport.Upstream.Pause) -> String {
    switch pause {
    case .draining: "draining"
    case .keyRefused: "key_refused"
    case .throttled: "throttled"
    case .unreachable: "unreachable"
    }
  }

  mutating func add(_ books: BookFigures, at now: Timestamp) {
    let total = books.money.total(of: .gateway)
    add(.spent, dollars: total?.spent ?? .zero)
    add(.held, dollars: total?.held ?? .zero)
    for (id, name) in books.keyNames {
      if let balance = books.money.total(of: .key(id)) { add(.spentByKeys, name, dollars: balance.spent) }
    }
    let unknown = books.money.unknown
    add(.unknownPurchases, count: unknown.count)
    add(.unknownHeld, dollars: unknown.held)
    add(.unknownAge, duration: max(unknown.oldestAt.map { now.since($0) } ?? .zero, .zero))
    for balance in books.money.balances { add(balance, keyNames: books.keyNames) }
    for state in GenerationState.allCases where state != .succeeded {
      add(.purchases, state.rawValue, count: books.purchases[state] ?? 0)
    }
    add(.keptFiles, count: books.store.fileCount)
    add(.keptBytes, count: books.store.fileBytes)
    add(.databaseBytes, count: books.store.databaseBytes)
    add(.logBytes, count: books.store.logBytes)
  }

  private mutating func add(_ balance: Balance, keyNames: [KeyID: String]) {
    guard let limit = balance.limit else { return }
    let owner: String
    let name: String
    switch balance.scope {
    case .everyone: return
    case .gateway: (owner, name) = ("gateway", "")
    case .team(let team): (owner, name) = ("team", team)
    case .key(let id):
      guard let key = keyNames[id] else { return }
      (owner, name) = ("key", key)
    }
    add(.budgetLimit, owner, name, balance.window.period.rawValue, dollars: limit)
    add(.budgetUsed, owner, name, balance.window.period.rawValue, dollars: balance.spent.addingSaturating(balance.held))
  }
}
