import NIOConcurrencyHelpers
import TollgateCore
import TollgateEngine
import TollgateTestSupport

extension Simulation {
  /// Lets one thing happen that may happen now.
  func happen() {
    guard let life else { return start() }
    if life.hasFailedToStart || life.store.hasFailed {
      // The process stops by itself, perhaps not in the same moment.
      if random.chance(1, in: 3) { return crash() }
    }
    if life.hasStopped { return end(life) }
    if life.engine?.drain.isDraining == true, !life.isConnected { stop(life) }
    let upstream = referee.state.withLockedValue { ($0.creates.keys.sorted(), $0.queries.keys.sorted()) }
    switch random.below(100) {
    case 0..<24 where life.engine != nil && !life.isStopping && life.clientCount < 12: sendCreate(life)
    case 24..<58 where life.store.waitingCount > 0: commit(life.store, outcomeOfCommit())
    case 58..<76 where !upstream.0.isEmpty: upstreamActs(on: upstream.0[random.below(upstream.0.count)])
    case 76..<84 where !upstream.1.isEmpty: answerQuery(upstream.1[random.below(upstream.1.count)])
    case 84..<91:
      let downloads = referee.state.withLockedValue { $0.downloads.keys.sorted() }
      if let call = downloads.first, random.chance(2, in: 3) { answerDownload(call) } else { moveClock() }
    case 91..<93:
      note("a client hangs up")
      life.hangUp(random.below(100))
    case 93..<95 where life.engine != nil: changeBudget(life)
    case 95..<98 where life.engine != nil: resolveUnknown(life)
    case 98..<99: drain(life)
    case 99..<100: crash()
    default:
      // Nothing of that kind can happen; what waits for a disk comes first.
      if life.store.waitingCount > 0 { commit(life.store, outcomeOfCommit()) } else { moveClock() }
    }
  }

  func start() {
    note("the gateway starts")
    let link = RefereeLink(referee: referee)
    let limits = Dictionary(declaration.keys.map { ($0.key.id, $0.key.limits.rate) }) { first, _ in first }
    let judge = DecisionJudge(ofKeys: limits, ofGateway: policy.rate, time: time)
    let store = InMemoryStore(disk: disk, pace: .onDemand, judge: judge)
    let life = GatewayLife(
      store: store, link: link, files: RefereeFiles(referee: referee), blobs: blobs, judge: judge, executor: executor)
    self.life = life
    admitted = RateBook()
    // Those who waited are gone.
    heldSince = [:]
    overdue = [:]
    outageWatch = OutageWatch()
    life.start(policy: policy, declaration: declaration, time: time)
  }

  /// Ends the process: what is not on the disk or at the upstream is gone.
  func crash() {
    guard let life else { return }
    note("the gateway dies")
    life.die()
    // What had reached the upstream may still be accepted.
    for (call, create) in referee.state.withLockedValue({ $0.creates }).sorted(by: { $0.key < $1.key }) {
      if create.outcome == nil, random.chance(1, in: 2) { accept(create.content) }
      referee.answer(call, CreateOutcome.unknown(reason: "the process has ended"))
    }
    for call in referee.state.withLockedValue({ $0.queries.keys.sorted() }) {
      referee.answer(call, QueryOutcome.unusable(reason: "the process has ended", retryAfter: nil))
    }
    for call in referee.state.withLockedValue({ $0.downloads.keys.sorted() }) {
      referee.answer(call, FileOutcome.failed(reason: "the process has ended"))
    }
    var jobs = 0
    while executor.readyCount > 0, jobs < 100_000 {
      executor.run(random.below(executor.readyCount))
      jobs += 1
    }
    if life.taskCount > 0 { violate("A2: \(life.taskCount) tasks do not end with their process") }
    self.life = nil
    checkBooksAnew()
  }

  /// A person asks the process to end: no purchase starts any more.
  private func drain(_ life: GatewayLife) {
    guard let drain = life.engine?.drain, !drain.isDraining else { return }
    note("the gateway drains")
    drain.begin()
  }

  /// Nobody is connected any more: the services end, when what they have begun is done.
  func stop(_ life: GatewayLife) {
    guard !life.isStopping else { return }
    note("the gateway's services are asked to end")
    life.stop()
  }

  /// The process has ended as it was asked to: what was sent is known, and nothing waits (A3).
  func end(_ life: GatewayLife) {
    note("the gateway has ended")
    if !life.store.hasFailed {
      for purchase in disk.state.purchases where [.held, .submitting].contains(purchase.generation.state) {
        violate("A3: \(purchase.generation.number) is \(purchase.generation.state) after a graceful end")
      }
    }
    crash()
  }

  private func sendCreate(_ life: GatewayLife) {
    let directives: SimulatedCreate.Directives =
      random.chance(6, in: 10)
      ? .plain : SimulatedCreate.Directives.allCases[random.below(SimulatedCreate.Directives.allCases.count)]
    let create = SimulatedCreate(
      key: random.below(SimulatedCreate.keyNames.count), prompt: random.below(SimulatedCreate.prompts), directives: directives)
    if create.directives == .resend { askedResends += 1 }
    note("\(SimulatedCreate.keyNames[create.key]) sends picture \(create.prompt), \(directives)")
    do {
      if try isAdmitted(create, to: life) { try life.send(create) }
    } catch {
      violate("a create cannot be read: \(error)")
    }
  }

  /// Lets a create in by its rates, which have to be exact.
  private func isAdmitted(_ create: SimulatedCreate, to life: GatewayLife) throws -> Bool {
    let key = declaration.keys[create.key].key
    let scopes = [Scope.gateway, .key(key.id)]
    let now = time.uptime()
    let expected =
      admitted.excess(in: .gateway, limit: policy.rate.createsPerMinute, at: now) <= 0
      && admitted.excess(in: .key(key.id), limit: key.limits.rate.createsPerMinute, at: now) <= 0
    let isAdmitted = try life.isAdmitted(create)
    if isAdmitted != expected { violate("A2: \(key.name) was \(isAdmitted ? "let in too early" : "refused too long")") }
    if isAdmitted { admitted.add(scopes, at: now) } else { note("it comes too fast") }
    return isAdmitted
  }

  private func outcomeOfCommit() -> CommitOutcome {
    switch random.below(100) {
    case 0..<91: .durable
    case 91..<96: .failed
    case 96..<98: .unknownAndDurable
    default: .unknownAndLost
    }
  }

  func commit(_ store: InMemoryStore, _ outcome: CommitOutcome) {
    let count = 1 + random.below(store.waitingCount)
    note("a commit of \(count): \(outcome)")
    store.commit(count, as: outcome)
    checkBooks()
  }

  private func moveClock() {
    switch random.below(20) {
    case 0..<10:
      let next = time.nextDeadline.map { max(.zero, $0 - time.uptime()) }
      advance(by: next ?? .seconds(1))
    case 10..<16: advance(by: .milliseconds(random.below(5000)))
    case 16..<18: advance(by: .seconds(random.below(7200)))
    case 18: advance(by: .seconds(86_400))
    default:
      let seconds = [-90_000, -3600, 3600, 1][random.below(4)]
      note("the calendar is set by \(seconds) s")
      time.setCalendar(by: .seconds(seconds))
    }
  }

  func advance(by duration: Duration) {
    note("the clock moves by \(duration)")
    // A shorter time need not change anything.
    if duration >= .seconds(2) { checkWaiting() }
    time.advance(by: duration)
  }

  private func changeBudget(_ life: GatewayLife) {
    let key = random.below(SimulatedCreate.keyNames.count)
    var limits = declaration.keys[key].key.limits
    limits.budgets = budgets()
    note("\(SimulatedCreate.keyNames[key])'s budgets become \(limits.budgets)")
    let (store, change) = (life.store, KeyChange(limits: LimitChange(to: limits)))
    life.administer { _ in _ = try? await store.changeKey(named: SimulatedCreate.keyNames[key], by: change) }
  }

  /// Somebody looks at the upstream's books and settles an unknown truthfully, or wants it bought again.
  private func resolveUnknown(_ life: GatewayLife) {
    let unknowns = disk.state.purchases.map(\.generation).filter { $0.state == .unknown }
    guard !unknowns.isEmpty else { return }
    let unknown = unknowns[random.below(unknowns.count)]
    let number = unknown.number
    let resolution: Resolution
    if random.chance(1, in: 5) {
      resolution = .resend
      askedResends += 1
    } else if let orphan = orphans(of: unknown.slot.content).first {
      resolution = .charged(upstreamID: random.chance(3, in: 4) ? orphan.id : nil)
    } else {
      resolution = .notCharged
    }
    note("a person resolves \(number): \(resolution)")
    life.administer { administration in _ = try? await administration.resolve(number, as: resolution) }
  }
}
