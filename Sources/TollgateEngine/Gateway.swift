import Logging
package import TollgateCore

/// The gateway's client side: creates and queries. The way of a request goes through here, from top to bottom.
package struct Gateway: Sendable {
  package let keyRing: KeyRing
  let store: any Store
  let time: any TimeSource
  let settings: LiveSettings
  let purchasing: Purchasing
  let flights: Flights
  let tickets: TicketOffice
  let memory: ResultMemory
  let uses: AssetUses
  /// `nil` where no files are kept.
  let room: AssetRoom?
  let credentials: CredentialBook
  let pauses: PurchasePauses
  /// `nil` where no callbacks are delivered.
  let callbacks: CallbackDelivery?
  /// Raised where a callback has become due.
  let callbackWake: WakeSignal
  let usage: UsageMeter
  let feed: RequestFeed
  let restoreHold: RestoreHold
  let owner: OwnerID
  let calendar: LedgerCalendar
  let unknownJobBrake = UnknownJobBrake()
  let logger: Logger

  var policy: GatewayPolicy { settings.current.policy }
  var catalogue: Catalogue { settings.current.catalogue }
  var rates: RateLimiter { settings.current.rates }

  /// The calendar time: one moment for all that an instant answer looks at.
  package func now() -> Timestamp { time.now() }

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
    noteRefusal(of: caller)
    throw .tooFast(refusal)
  }

  /// Counts a create that is refused before ``create(_:directives:from:)`` hears of it.
  package func noteRefusal(of caller: Caller) { note(CreateEnding(), of: caller.key, at: time.now()) }

  /// Counts a create that has ended, and tells those who watch.
  private func note(_ ending: CreateEnding, of key: Key, at now: Timestamp) {
    usage.count(ending, of: key, at: now)
    if feed.isWatched { feed.tell(ending, of: key, at: now) }
  }

  /// How the limits of a caller's rates stand; empty where there are none.
  package func rateStatus(of caller: Caller) -> RateStatuses { rates.status(of: caller.key) }

  /// Answers a create: from memory, from the store, or by a purchase.
  ///
  /// - Parameters:
  ///   - body: the create's.
  ///   - directives: what its headers ask for.
  ///   - caller: who asks.
  ///   - report: told how it goes.
  /// - Returns: the job.
  /// - Throws: ``GatewayError`` for everything that is no job.
  package func create(
    _ body: [UInt8], directives: CreateDirectives, from caller: Caller, report: RequestReport? = nil
  ) async throws(GatewayError) -> CreateAnswer {
    var ending = CreateEnding()
    defer {
      note(ending, of: caller.key, at: time.now())
      report?.note { $0.ending = ending }
    }
    var create = try prepare(body, directives: directives, from: caller)
    create.report = report
    ending.model = create.request.model
    if let report, report.wantsPrompt {
      let prompt = PromptText.of(create.request.args)
      report.note { $0.prompt = prompt }
    }
    return try await answer(create, ending: &ending)
  }

  /// Answers a create that was read before.
  package func answer(_ create: PreparedCreate) async throws(GatewayError) -> CreateAnswer {
    var ending = CreateEnding()
    ending.model = create.request.model
    defer { note(ending, of: create.caller.key, at: time.now()) }
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
    let (callback, notice) = callback(of: request, baseURL: directives.baseURL)
    let question = question(
      about: request.content, model: request.model, directives: directives, from: caller, under: settings.current,
      notices: notice.map { [$0] } ?? [])
    return PreparedCreate(
      question: question, request: request, idempotencyKey: directives.idempotencyKey, callback: callback)
  }

  private func question(
    about content: Content, model: String, directives: CreateDirectives, from caller: Caller, under settings: EngineSettings,
    notices: [String] = []
  ) -> CacheQuestion {
    CacheQuestion(
      caller: caller, model: model,
      slot: Slot(content: content, scope: settings.policy.scope(of: caller), variant: directives.variant),
      policy: cachePolicy(for: directives, key: caller.key, model: model, under: settings), notices: notices)
  }

  /// Where the job's record is to be posted, or why it is not.
  private func callback(
    of request: CreateRequest, baseURL: String?
  ) -> (callback: CallbackOrder?, notice: String?) {
    guard let member = request.callbackURL else { return (nil, nil) }
    switch callbacks?.wish(member) {
    case nil: return (nil, Self.noCallbacks)
    case CallbackWish.none?: return (nil, nil)
    case .ignored(let notice): return (nil, notice)
    case .deliver(let url): return (CallbackOrder(url: url.text, receiver: url.origin, baseURL: baseURL), nil)
    }
  }

  private static let noCallbacks = "callback_url is ignored: this gateway calls nobody back; poll job/query instead"

  private func cachePolicy(
    for directives: CreateDirectives, key: Key, model: String, under settings: EngineSettings
  ) -> CachePolicy {
    let timeToLive = settings.timeToLive(of: model)
    let maximumAge =
      if let timeToLive, let asked = directives.maximumAge { min(timeToLive, asked) } else {
        timeToLive ?? directives.maximumAge
      }
    let resend: CachePolicy.ResendPermission =
      switch directives.onUnknown {
      case .resend: .asked
      case .refuse: .none
      case nil: settings.policy.onUnknown == .resend ? .configured : .none
      }
    return CachePolicy(
      ignoresFinished: directives.noCache, storesNothing: directives.noStore,
      neverBuys: directives.onlyIfCached || key.replayOnly || settings.policy.replaysOnly || restoreHold.pending != nil,
      maximumAge: maximumAge, resend: resend)
  }

  /// The model of a create, and the words that it asks for; `nil` where it is none.
  package func words(of body: [UInt8]) -> (model: String, prompt: String)? {
    (try? CreateRequest(body: body, catalogue: catalogue)).map { ($0.model, PromptText.of($0.args)) }
  }

  /// What an event loop recognises creates with.
  package func newRecogniser() -> CreateRecogniser { CreateRecogniser(catalogue: catalogue) }

  /// Answers a create from memory alone, waiting for nothing, and counts it. It changes nothing unless it answers, so that the
  /// rate is taken last.
  ///
  /// - Parameters:
  ///   - body: the create's.
  ///   - recogniser: the event loop's own, of ``newRecogniser()``.
  ///   - directives: what its headers ask for; neither an `Idempotency-Key` nor a dry run.
  ///   - caller: who asks.
  ///   - now: see ``now()``.
  /// - Returns: the answer, and how the limits of the caller's rates stand; `nil` for don't know: ask ``admit(_:)`` and ``create(_:directives:from:)``.
  package func answerInstantly(
    _ body: Span<UInt8>, recognisedBy recogniser: inout CreateRecogniser, directives: CreateDirectives, from caller: Caller,
    at now: Timestamp
  ) -> (answer: CreateAnswer, limits: RateStatuses)? {
    guard let create = recogniser.identify(body), caller.key.mayUse(model: create.model) else { return nil }
    let settings = settings.current
    let question = question(
      about: create.content, model: create.model, directives: directives, from: caller, under: settings)
    guard let found = lookUp(question, at: now, willLookAgain: true) else { return nil }
    var counted = RateLimiter.Counted()
    guard settings.rates.take(.creates, of: caller.key, &counted) == nil else { return nil }
    guard let answer = answer(question, with: found, at: now) else {
      settings.rates.giveBack(.creates, of: caller.key, counted)
      return nil
    }
    let ending = CreateEnding(answer, model: create.model)
    note(ending, of: caller.key, at: now)
    return (answer, settings.rates.status(of: caller.key, after: counted))
  }

  /// The same for a create that was read and admitted before. One that wants to be called back, or has an `Idempotency-Key`, is
  /// written down and decided in one.
  package func answerInstantly(_ create: PreparedCreate) -> CreateAnswer? {
    guard create.callback == nil, create.idempotencyKey == nil else { return nil }
    let now = time.now()
    return lookUp(create.question, at: now).flatMap { answer(create.question, with: $0, at: now) }
  }

  /// What memory knows of a slot that answers a create.
  private enum Found {
    case finished(ResultMemory.Finished, age: Duration)
    // Large, and rarer than the other.
    indirect case running(Generation)
  }

  private func lookUp(_ question: CacheQuestion, at now: Timestamp, willLookAgain: Bool = false) -> Found? {
    switch memory.known(of: question.slot, willLookAgain: willLookAgain) {
    case .finished(let finished)?:
      let contents = SlotContents(finished: .init(generation: finished.generation, at: finished.at))
      guard case .hit = question.policy.decide(contents, at: now) else { return nil }
      return .finished(finished, age: now.since(finished.at))
    case .running(let running)?:
      let contents = SlotContents(live: .init(generation: running.number, state: running.state))
      guard case .join = question.policy.decide(contents, at: now) else { return nil }
      return .running(running)
    case nil:
      return nil
    }
  }

  private func answer(_ question: CacheQuestion, with found: Found, at now: Timestamp) -> CreateAnswer? {
    switch found {
    case .finished(let finished, let age):
      answerHit(question, generation: finished.generation, age: age, cost: finished.cost, at: now)
    case .running(let running):
      answerJob(question, generation: running, outcome: .joined)
    }
  }
}
