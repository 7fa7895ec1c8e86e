import NIOConcurrencyHelpers
import TollgateCore
import TollgateEngine

extension Simulation {
  /// Jobs of the upstream that no purchase names.
  func orphans(of content: Content) -> [Referee.Job] {
    let known = Set(disk.state.purchases.compactMap(\.generation.upstreamID))
    return referee.state.withLockedValue { $0.jobs.filter { $0.content == content && !known.contains($0.id) } }
  }

  /// What the store shows, after every change of it.
  func checkBooks() {
    for violation in audit.violations(in: disk.state) { violate(violation) }
    for complaint in life?.store.takeComplaints() ?? [] { violate(complaint) }
    checkWindows()
    checkReferee()
    checkResends()
    checkFiles()
  }

  /// A row that names a file has it (S3), and what is replayed has all of its files.
  func checkFiles() {
    let stored = disk.state.assets.values.filter(\.isStored)
    for asset in stored where !blobs.holds(asset.blob.id) {
      violate("S3: \(asset.blob.id) is stored, and its file is not there")
    }
    for contents in disk.state.slots.values {
      guard let finished = contents.finished, let purchase = disk.state.purchase(finished.generation),
        purchase.generation.files == .kept
      else { continue }
      for file in purchase.files where file.asset.flatMap({ disk.state.assets[$0]?.isStored }) != true {
        violate("S3: \(finished.generation) is replayed, and its file \(file.position) is not stored")
      }
    }
  }

  /// A hold is in the window of its moment, or in a later one that had begun already (I11).
  private func checkWindows() {
    let ledger = disk.state.ledger
    guard ledger.count > checkedLines else { return }
    for line in ledger[checkedLines...] where line.entry.kind == .hold {
      let own = zone.window(of: line.at)
      let expected = LedgerWindow(day: max(own.day, latestWindow?.day ?? 0), month: max(own.month, latestWindow?.month ?? 0))
      if line.window != expected {
        violate("I11: \(line.generation) is held in \(line.window), and it is \(expected) in \(zone)")
      }
      latestWindow = line.window
      heldSince[line.generation] = time.uptime()
    }
    checkedLines = ledger.count
  }

  /// Whoever waits for a turn to be sent does not wait past the deadline (A2). What a full disk keeps from being released gets
  /// some more time.
  func checkWaiting() {
    guard let life, let engine = life.engine, executor.readyCount == 0, life.store.waitingCount == 0, !life.store.hasFailed,
      !engine.drain.isDraining
    else { return }
    for purchase in disk.state.purchases where purchase.generation.state == .held {
      let number = purchase.generation.number
      guard let since = heldSince[number], time.uptime() - since > policy.queueDeadline else { continue }
      overdue[number, default: 0] += 1
      if overdue[number] == 8 { violate("A2: \(number) waits past its deadline") }
    }
  }

  /// The same without anything that was remembered.
  func checkBooksAnew() {
    audit = BookAudit()
    checkBooks()
  }

  /// What the upstream accepted is known, or known to be unknown (I6), and was not sent twice (I7).
  func checkReferee() {
    let (jobs, possible, brokenOff) = referee.state.withLockedValue { ($0.jobs, $0.possibleAcceptances, $0.brokenOff) }
    if brokenOff > 0 { violate("A3: a client's end broke off \(brokenOff) creates at the upstream") }
    var counts = Self.contents.map { _ in (orphans: 0, open: 0, sent: 0) }
    var known: Set<String> = []
    let purchases = disk.state.purchases
    for place in purchases.indices {
      guard let prompt = Self.contents.firstIndex(of: purchases[place].generation.slot.content) else { continue }
      let generation = purchases[place].generation
      if let id = generation.upstreamID { known.insert(id) }
      let isFailedWithoutID = generation.state == .failed && generation.upstreamID == nil
      if generation.state == .submitting || generation.state == .unknown || isFailedWithoutID { counts[prompt].open += 1 }
      switch generation.state {
      case .held, .rejected: break
      case .released: counts[prompt].sent += generation.releaseReason == .notCharged ? 1 : 0
      default: counts[prompt].sent += 1
      }
    }
    for job in jobs where !known.contains(job.id) {
      if let prompt = Self.contents.firstIndex(of: job.content) { counts[prompt].orphans += 1 }
    }
    for (prompt, count) in counts.enumerated() {
      if count.orphans > count.open {
        violate("I6: \(count.orphans) accepted creates of picture \(prompt) are not known, and \(count.open) may be")
      }
      let possible = possible[Self.contents[prompt]] ?? 0
      if possible > count.sent {
        violate("I7: picture \(prompt) was sent \(possible) times for \(count.sent) purchases")
      }
    }
  }

  /// An unknown is bought again only where somebody said so (I7).
  private func checkResends() {
    let resends = disk.state.resends
    let asked = resends.count { !$0.isConfigured }
    if asked > askedResends { violate("I7: \(asked) unknowns were bought again, and \(askedResends) were asked for") }
    if policy.onUnknown == .refuse, asked < resends.count {
      violate("I7: an unknown was bought again by a policy that refuses")
    }
  }

  private static let contents = (0..<SimulatedCreate.prompts).map { prompt in
    // What a create says, with the model's defaults.
    let request = try? CreateRequest(body: SimulatedCreate.body(prompt), catalogue: .builtIn)
    return request?.content ?? Content(hashing: [])
  }

  /// Nothing is sent before it is durable that it is being sent (I5).
  func checkSending() {
    let arrivals = referee.state.withLockedValue { state in
      defer { state.arrivals = [] }
      return state.arrivals
    }
    for content in arrivals { checkSending(content) }
    checkOutage(arrivals: arrivals.count)
  }

  /// Nothing is sent to an upstream that is not there, but for one that finds out (A2).
  private func checkOutage(arrivals: Int) {
    guard let gateway = life?.engine?.gateway else { return outageWatch = OutageWatch() }
    let (underWay, signs) = referee.state.withLockedValue { ($0.creates.count, $0.signsOfLife) }
    let complaints = outageWatch.look(
      at: gateway.outage, turns: gateway.load.sending, underWay: underWay, arrivals: arrivals, signsOfLife: signs,
      now: time.uptime())
    for complaint in complaints { violate(complaint) }
  }

  private func checkSending(_ content: Content) {
    let submitting = disk.state.purchases.count { $0.generation.slot.content == content && $0.generation.state == .submitting }
    let underWay = referee.state.withLockedValue { state in state.creates.values.count { $0.content == content } }
    note("a create is sent; \(underWay) under way, \(submitting) durable")
    if underWay > submitting { violate("I5: \(underWay) creates are under way, and \(submitting) are durable as being sent") }
  }

  /// What clients were told is so: one pays, and a job that is named is durable.
  func checkAnswers() {
    latest = max(latest, time.now())
    for (create, answer) in life?.takeAnswers() ?? [] {
      note("\(SimulatedCreate.keyNames[create.key]) hears about picture \(create.prompt): \(answer)")
      switch answer {
      case .success(let answer):
        check(answer)
        if create.directives == .idempotent { check(answer, under: create) }
      case .failure(.overBudget(let shortage, _)): check(shortage)
      case .failure(let error) where create.isProbe:
        violate("A2: everything is at rest, and \(SimulatedCreate.keyNames[create.key]) may not buy: \(error)")
      case .failure: break
      }
    }
  }

  private func check(_ answer: CreateAnswer) {
    guard let generation = disk.state.purchase(answer.generation)?.generation else {
      return violate("S1: a client was told of \(answer.generation), which is not on the disk")
    }
    switch generation.state {
    case .running, .stalled, .succeeded, .failed: break
    default: violate("S1: a client has a job of \(generation.number), which is \(generation.state)")
    }
    if case .miss = answer.outcome {
      if !paid.insert(generation.number).inserted { violate("I9: two pay for \(generation.number)") }
    } else if answer.charged != .zero {
      violate("I9: a \(answer.outcome) of \(generation.number) pays \(answer.charged)")
    }
  }

  /// One job always has the same amount. Until a day is over by the clock of the most daring jump so far, a create under the
  /// Idempotency-Key of a purchase gets that purchase's job, and nothing is bought.
  private func check(_ answer: CreateAnswer, under create: SimulatedCreate) {
    let told = amounts.updateValue(answer.amount, forKey: answer.jobID) ?? answer.amount
    if told != answer.amount { violate("I9: \(answer.jobID) cost \(told), and a repeat says \(answer.amount)") }
    guard let new = disk.state.purchase(answer.generation)?.generation else { return }
    if let first = idempotent[create],
      latest.since(min(first.createdAt, new.createdAt)) < IdempotencyRecord.lifetime
    {
      if answer.jobID != first.jobID {
        violate("I9: under one Idempotency-Key \(first.generation) was bought, and then \(new.number) has another job")
      }
    } else if case .miss = answer.outcome {
      idempotent[create] = IdempotentPurchase(generation: new.number, createdAt: new.createdAt, jobID: answer.jobID)
    }
  }

  private func check(_ shortage: BudgetShortage) {
    let balance = shortage.balance
    let taken = balance.spent.nanodollars + balance.held.nanodollars + shortage.needed.nanodollars
    guard let limit = balance.limit, taken > limit.nanodollars else {
      return violate("I2: refused although \(balance) allows \(shortage.needed)")
    }
  }
}
