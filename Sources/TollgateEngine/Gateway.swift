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
  let uses: AssetUses
  /// `nil` where no files are kept.
  let room: AssetRoom?
  let credentials: CredentialBook
  let pauses: PurchasePauses
  /// `nil` where no callbacks are delivered.
  let callbacks: CallbackDelivery?
  /// Raised where a callback has become due.
  let callbackWake: WakeSignal
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
    let (callback, notice) = callback(of: request, baseURL: directives.baseURL)
    return PreparedCreate(
      caller: caller, request: request,
      slot: Slot(content: request.content, scope: policy.scope(of: caller), variant: directives.variant),
      policy: cachePolicy(for: directives, key: caller.key, model: request.model),
      notices: notice.map { [$0] } ?? [], idempotencyKey: directives.idempotencyKey, callback: callback)
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

  func timeToLive(of model: String) -> Duration? {
    switch catalogue.timeToLive(model: model) {
    case .forever: nil
    case .limited(let duration): duration
    case nil: policy.timeToLive
    }
  }

  /// Answers from memory alone, waiting for nothing and changing nothing unless it answers. `nil` means: don't know, ask the
  /// writer. A create that wants to be called back, or has an `Idempotency-Key`, is written down and decided in one.
  package func answerInstantly(_ create: PreparedCreate) -> CreateAnswer? {
    guard create.callback == nil, create.idempotencyKey == nil else { return nil }
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
}
