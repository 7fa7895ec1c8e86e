import Logging
import TollgateCore

/// The gateway's client side: creates and queries. The way of a request goes through here, from top to bottom.
package struct Gateway: Sendable {
  package let keyRing: KeyRing
  let store: any Store
  let time: any TimeSource
  let policy: GatewayPolicy
  let catalogue: Catalogue
  let purchasing: Purchasing
  let flights: Flights
  let tickets: TicketOffice
  let memory: ResultMemory
  let credentials: CredentialBook
  let pauses: PurchasePauses
  let rates: RateLimiter
  let usage: UsageMeter
  let owner: OwnerID
  let calendar: LedgerCalendar
  let unknownJobBrake = UnknownJobBrake()
  let logger: Logger

  /// Says who a request comes from.
  ///
  /// - Throws: ``GatewayError/unauthorized(_:)``.
  package func caller(bearer: String?) throws(GatewayError) -> Caller {
    let caller = try keyRing.caller(bearer: bearer, at: time.now())
    credentials.note(caller)
    return caller
  }

  // MARK: Create

  /// Counts a create against the rates of its key and of the gateway, before anything else is known about it.
  ///
  /// - Throws: ``GatewayError/tooFast(_:)``; nothing was counted then.
  package func admit(_ caller: Caller) throws(GatewayError) {
    guard let refusal = rates.take(.creates, of: caller.key) else { return }
    usage.count(CreateEnding(), of: caller.key, at: time.now())
    throw .tooFast(refusal)
  }

  /// How the limits of a caller's rates stand; empty where there are none.
  package func rateStatus(of caller: Caller) -> [RateStatus] { rates.status(of: caller.key) }

  /// Answers a create: from memory, from the store, or by a purchase.
  ///
  /// - Throws: ``GatewayError`` for everything that is no job.
  package func create(
    _ body: [UInt8], directives: CreateDirectives, from caller: Caller
  ) async throws(GatewayError) -> CreateAnswer {
    var ending = CreateEnding()
    defer { usage.count(ending, of: caller.key, at: time.now()) }
    let create = try prepare(body, directives: directives, from: caller)
    ending.model = create.request.model
    return try await answer(create, ending: &ending)
  }

  /// Answers a create that was read before.
  package func answer(_ create: PreparedCreate) async throws(GatewayError) -> CreateAnswer {
    var ending = CreateEnding()
    ending.model = create.request.model
    defer { usage.count(ending, of: create.caller.key, at: time.now()) }
    return try await answer(create, ending: &ending)
  }

  private func answer(_ create: PreparedCreate, ending: inout CreateEnding) async throws(GatewayError) -> CreateAnswer {
    let instant = answerInstantly(create)
    let answer = if let instant { instant } else { try await answerByDecision(create, ending: &ending) }
    ending.note(answer)
    return answer
  }

  /// Reads, checks and normalises a create. It depends on nothing but the request and the configuration.
  package func prepare(
    _ body: [UInt8], directives: CreateDirectives, from caller: Caller
  ) throws(GatewayError) -> PreparedCreate {
    let request: CreateRequest
    do {
      request = try CreateRequest(body: body, catalogue: catalogue)
    } catch {
      throw .malformedBody("\(error)")
    }
    guard caller.key.mayUse(model: request.model) else { throw .modelForbidden(request.model) }
    return PreparedCreate(
      caller: caller, request: request,
      slot: Slot(content: request.content, scope: policy.scope(of: caller), variant: directives.variant),
      policy: cachePolicy(for: directives, key: caller.key, model: request.model),
      notices: request.asksForCallback ? [Self.callbackNotice] : [])
  }

  private static let callbackNotice = "callback_url is not delivered by this version of Tollgate; poll job/query instead"

  private func cachePolicy(for directives: CreateDirectives, key: Key, model: String) -> CachePolicy {
    let timeToLive = timeToLive(of: model)
    let maximumAge = [timeToLive, directives.maximumAge].compactMap(\.self).min()
    let resend: CachePolicy.ResendPermission =
      switch directives.onUnknown {
      case .resend: .asked
      case .refuse: .none
      case nil: policy.onUnknown == .resend ? .configured : .none
      }
    return CachePolicy(
      ignoresFinished: directives.noCache, storesNothing: directives.noStore,
      neverBuys: directives.onlyIfCached || key.replayOnly || policy.replaysOnly, maximumAge: maximumAge, resend: resend)
  }

  private func timeToLive(of model: String) -> Duration? {
    switch catalogue.timeToLive(model: model) {
    case .forever: nil
    case .limited(let duration): duration
    case nil: policy.timeToLive
    }
  }

  /// Answers from memory alone, waiting for nothing and changing nothing unless it answers. `nil` means: don't know, ask the
  /// writer.
  package func answerInstantly(_ create: PreparedCreate) -> CreateAnswer? {
    let now = time.now()
    if let finished = memory.finished(in: create.slot) {
      let contents = SlotContents(finished: .init(generation: finished.generation, at: finished.at))
      guard case .hit = create.policy.decide(contents, at: now) else { return nil }
      return answerHit(create, generation: finished.generation, age: now.since(finished.at), cost: finished.cost)
    }
    if let running = memory.running(in: create.slot) {
      let contents = SlotContents(live: .init(generation: running.number, state: running.state))
      guard case .join = create.policy.decide(contents, at: now) else { return nil }
      return answerJob(create, generation: running, outcome: .joined)
    }
    return nil
  }

  private func answerByDecision(
    _ create: PreparedCreate, ending: inout CreateEnding
  ) async throws(GatewayError) -> CreateAnswer {
    let decision: PurchaseDecision
    let rate = CountedRate(rates, of: create.caller.key)
    do {
      decision = try await store.decide(order(for: create, rate: rate))
    } catch {
      rate.giveBack()
      logger.error("a create could not be decided", metadata: ["error": "\(error)"])
      guard let answer = try await answerByReading(create) else { throw .unavailable(Self.unwritable) }
      return answer
    }
    switch decision {
    case .hit(let generation):
      return try answerHit(create, of: generation)
    case .bought(let generation):
      ending.outcome = .miss
      purchasing.carryOut(purchase(generation, for: create, rate: rate))
      return try await answerByFate(create, of: generation.number, outcome: .miss(bypassed: create.policy.bypassesCache))
    case .joined(let generation) where generation.state.isDecided:
      return try answer(create, sharing: generation, outcome: .joined)
    case .joined(let generation):
      ending.outcome = .joined
      return try await answerByFate(create, of: generation.number, outcome: .joined)
    case .blocked(let generation):
      throw .outcomeUnknown(generation.number, generation.state)
    case .notCached:
      throw .notCached
    case .unpriced:
      throw unpriced(create)
    case .overBudget(let shortage):
      throw .overBudget(shortage, resetsAt: calendar.end(of: shortage.balance.window))
    case .tooManyRunning(let refusal):
      throw .tooManyRunning(refusal)
    case .tooFast(let refusal):
      throw .tooFast(refusal)
    case .paused(let pause):
      throw error(for: pause)
    }
  }

  func unpriced(_ create: PreparedCreate) -> GatewayError {
    .priceUnknown(create.request.model, reason: quote(for: create).unknownReason)
  }

  func error(for pause: PurchasePause) -> GatewayError {
    switch pause {
    case .draining: .unavailable(Self.shuttingDown)
    case .credentialRefused: .credentialRefused
    }
  }

  private func quote(for create: PreparedCreate) -> Quote {
    catalogue.quote(model: create.request.model, args: create.request.args)
  }

  func order(for create: PreparedCreate, rate: any PurchaseRate = UnlimitedRate()) -> PurchaseOrder {
    let now = time.now()
    let deadline = time.uptime() + policy.answerTimeout
    return PurchaseOrder(
      slot: create.slot, policy: create.policy, key: create.caller.key.id, team: create.caller.key.team,
      model: create.request.model, canonicalBody: create.request.canonical,
      quote: quote(for: create).amount,
      priceClass: catalogue.priceClass(model: create.request.model, args: create.request.args),
      maximumRunningOfKey: create.caller.key.limits.maximumRunning, maximumRunning: policy.maximumRunning,
      rate: rate, pause: pauses.current(atUptime: time.uptime()), at: now,
      window: calendar.window(of: now), owner: owner, isStillWanted: { [time] in time.uptime() < deadline })
  }

  private func purchase(_ generation: Generation, for create: PreparedCreate, rate: any PurchaseRate) -> Purchase {
    // Whoever might have used the cache, to the full age that the configuration allows, shows by buying that it has nothing.
    let policy = create.policy
    let showsEmptySlot = !policy.bypassesCache && policy.maximumAge == timeToLive(of: create.request.model)
    return Purchase(
      generation: generation, normalisedBody: create.request.normalised, credential: create.caller.credential,
      isForwarded: create.caller.isForwarded, showsEmptySlot: showsEmptySlot, rate: rate)
  }

  /// Answers what needs no purchase while the ledger cannot be written: a create that only repeats need not wait for room on
  /// the disk because it shared a transaction with purchases.
  ///
  /// - Returns: `nil` where it would have to buy, or to wait for somebody who does.
  private func answerByReading(_ create: PreparedCreate) async throws(GatewayError) -> CreateAnswer? {
    guard let forecast = try? await store.forecast(order(for: create)) else { return nil }
    switch forecast.outcome {
    case .hit(let generation): return try answerHit(create, of: generation)
    case .joined(let generation) where generation.state.isDecided:
      return try answer(create, sharing: generation, outcome: .joined)
    case .notCached: throw .notCached
    case .blocked(let generation): throw .outcomeUnknown(generation.number, generation.state)
    default: return nil
    }
  }

  /// Waits for the fate of a purchase and shares it.
  private func answerByFate(
    _ create: PreparedCreate, of number: GenerationNumber, outcome: CreateAnswer.Outcome
  ) async throws(GatewayError) -> CreateAnswer {
    let store = store
    let fate = await flights.fate(of: number, timeout: policy.answerTimeout) { try? await store.generation(number) }
    guard let generation = fate else { throw .stillSending(number) }
    return try answer(create, sharing: generation, outcome: outcome)
  }

  /// What a create gets that shares the fate of a generation, when that is known.
  private func answer(
    _ create: PreparedCreate, sharing generation: Generation, outcome: CreateAnswer.Outcome
  ) throws(GatewayError) -> CreateAnswer {
    switch generation.state {
    case .running, .succeeded, .failed, .stalled:
      guard let answer = answerJob(create, generation: generation, outcome: outcome) else { throw .unavailable(Self.noSerials) }
      return answer
    case .rejected:
      throw generation.rejection.map(rejected) ?? .lost(generation.number)
    case .released:
      throw error(for: generation.releaseReason)
    case .unknown, .held, .submitting:
      throw .lost(generation.number)
    }
  }

  private func rejected(_ rejection: Rejection) -> GatewayError {
    .rejected(rejection, retryAfter: rejection.httpStatus == 429 ? purchasing.upstreamPause ?? .seconds(1) : nil)
  }

  private func error(for reason: ReleaseReason?) -> GatewayError {
    switch reason {
    case .unreachable: .unreachable
    case .credentialRefused: .credentialRefused
    case .queue: .queueFull(retryAfter: purchasing.upstreamPause)
    case .ledgerUnwritable: .unavailable(Self.unwritable)
    case .shutdown: .unavailable(Self.shuttingDown)
    case .notCharged, nil: .unavailable(Self.released)
    }
  }

  static let shuttingDown = "The gateway is shutting down; nothing was sent. Try again in a moment."
  private static let released = "This purchase was given up and nothing was charged for it; send the request again to buy it."
  private static let unwritable = "The gateway's ledger cannot be written now; nothing was sent. Try again in a moment."
  private static let noSerials = "The gateway has no job ids left because its store cannot be written; free some disk space."

  /// Replays what the store has just shown, and remembers it.
  private func answerHit(_ create: PreparedCreate, of generation: Generation) throws(GatewayError) -> CreateAnswer {
    let finishedAt = generation.finishedAt ?? generation.updatedAt
    memory.noteFinished(generation, at: finishedAt)
    let age = time.now().since(finishedAt)
    guard let answer = answerHit(create, generation: generation.number, age: age, cost: generation.cost) else {
      throw .unavailable(Self.noSerials)
    }
    return answer
  }

  private func answerHit(
    _ create: PreparedCreate, generation: GenerationNumber, age: Duration, cost: Money
  ) -> CreateAnswer? {
    guard let jobID = jobID(for: generation, key: create.caller.key.id) else { return nil }
    return CreateAnswer(
      outcome: .hit(age: max(age, .zero)), jobID: jobID, generation: generation, charged: .zero, saved: cost,
      notices: create.notices)
  }

  private func answerJob(
    _ create: PreparedCreate, generation: Generation, outcome: CreateAnswer.Outcome
  ) -> CreateAnswer? {
    let key = create.caller.key.id
    if case .miss = outcome {
      return CreateAnswer(
        outcome: outcome, jobID: tickets.jobID(generation: generation.number, serial: JobTicket.payerSerial, key: key),
        generation: generation.number, charged: generation.machine.captured ?? .zero, saved: nil, notices: create.notices)
    }
    guard let jobID = jobID(for: generation.number, key: key) else { return nil }
    return CreateAnswer(
      outcome: outcome, jobID: jobID, generation: generation.number, charged: .zero,
      saved: generation.machine.captured ?? .zero, notices: create.notices)
  }

  private func jobID(for generation: GenerationNumber, key: KeyID) -> String? {
    tickets.takeSerial().map { tickets.jobID(generation: generation, serial: $0, key: key) }
  }
}
