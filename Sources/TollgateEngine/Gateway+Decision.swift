import Logging
import NIOConcurrencyHelpers
import TollgateCore

// What the store decides about a create, and what follows from it.
extension Gateway {
  /// Answers with what the store decides: what is there already, or a purchase, whose fate is awaited.
  func answerByDecision(
    _ prepared: PreparedCreate, ending: inout CreateEnding
  ) async throws(GatewayError) -> CreateAnswer {
    if let refusal = await refusalByReading(prepared) { throw refusal }
    var create = prepared
    create.decisionBegan = time.uptime()
    if create.callback != nil || create.idempotencyKey != nil {
      guard let serial = tickets.takeSerial() else { throw .unavailable(Self.noSerials) }
      create.serial = serial
    }
    let decision: PurchaseDecision
    let rate = CountedRate(rates, of: create.caller.key)
    let place = purchasing.place(for: create.caller.key.id)
    let isCallbackLeftOut = NIOLockedValueBox(false)
    let epoch = memory.epoch
    do {
      decision = try await store.decide(
        order(for: create, rate: rate, place: place) { isCallbackLeftOut.withLockedValue { $0 = true } })
    } catch {
      rate.giveBack()
      place.giveBack()
      logger.error("a create could not be decided", metadata: ["error": "\(error)"])
      // A callback that is not written down would never come.
      guard create.callback == nil, let answer = try await answerByReading(create) else { throw .unavailable(Self.unwritable) }
      return answer
    }
    if isCallbackLeftOut.withLockedValue(\.self) {
      create.question.notices.append(Self.noRoomForCallback)
    } else if create.callback != nil {
      callbackWake.raise()
    }
    if case .bought = decision {} else { place.giveBack() }
    switch decision {
    case .hit(let generation):
      return try answerHit(create, of: generation, seenAt: epoch)
    case .bought(let generation):
      ending.outcome = .miss
      purchasing.carryOut(purchase(generation, for: create, rate: rate, place: place))
      let outcome = CreateAnswer.Outcome.miss(bypassed: create.policy.bypassesCache, loss: generation.boughtAfter)
      return try await answerByFate(create, of: generation.number, outcome: outcome)
    case .joined(let generation) where generation.state.isDecided:
      return try answer(create, sharing: generation, outcome: .joined)
    case .joined(let generation):
      ending.outcome = .joined
      return try await answerByFate(create, of: generation.number, outcome: .joined)
    case .blocked(let generation):
      throw .outcomeUnknown(generation.number, generation.state)
    case .notCached:
      throw notCached
    case .unpriced:
      throw unpriced(create)
    case .overBudget(let shortage):
      throw .overBudget(shortage, resetsAt: calendar.end(of: shortage.balance.window))
    case .tooManyRunning(let refusal):
      throw .tooManyRunning(refusal)
    case .tooFast(let refusal):
      throw .tooFast(refusal)
    case .paused(let pause):
      throw error(for: pause, of: create.caller.key.id)
    case .repeated(let generation, let serial):
      return try await answerRepeat(create, of: generation, serial: serial)
    case .keyReused(let generation):
      throw .idempotencyKeyReused(generation.number)
    }
  }

  /// Why a create gets nothing that may not buy.
  var notCached: GatewayError { restoreHold.pending == nil ? .notCached : .notAccepted }

  /// What is said of every purchase that a restored store would make.
  package static let notAccepted = """
    This gateway was restored from a backup, and buys nothing until whoever runs it accepts that (tollgate restore --accept): \
    what was bought after the backup would be bought again.
    """

  func quote(for create: PreparedCreate) -> Quote {
    catalogue.quote(model: create.request.model, args: create.request.args)
  }

  private static let noRoomForCallback =
    "callback_url is ignored: too many callbacks of this key are on their way; poll job/query instead"

  /// What the store is asked to decide. Without a `place` the queue is only looked at.
  func order(
    for create: PreparedCreate, rate: any PurchaseRate = UnlimitedRate(), place: QueuePlace? = nil,
    onCallbackLeftOut: @escaping @Sendable () -> Void = {}
  ) -> PurchaseOrder {
    let now = time.now()
    let deadline = time.uptime() + policy.answerTimeout
    return PurchaseOrder(
      slot: create.slot, policy: create.policy, key: create.caller.key.id, team: create.caller.key.team,
      model: create.request.model, canonicalBody: create.request.canonical,
      quote: quote(for: create).amount,
      priceClass: catalogue.priceClass(model: create.request.model, args: create.request.args),
      maximumRunningOfKey: create.caller.key.limits.maximumRunning, maximumRunning: policy.maximumRunning,
      rate: rate, pause: pause(for: create.caller.key.id),
      place: place ?? purchasing.look(for: create.caller.key.id), at: now,
      window: calendar.window(of: now), owner: owner, idempotency: create.idempotency,
      callback: callback(of: create), maximumCallbacksOfKey: policy.maximumCallbacksOfKey,
      onCallbackLeftOut: onCallbackLeftOut,
      isStillWanted: { [time] in time.uptime() < deadline })
  }

  private func callback(of create: PreparedCreate) -> CallbackOrder? {
    guard var callback = create.callback, let serial = create.serial else { return nil }
    callback.serial = serial
    return callback
  }

  private func purchase(
    _ generation: Generation, for create: PreparedCreate, rate: any PurchaseRate, place: QueuePlace
  ) -> Purchase {
    create.report?.note { report in
      report.bought = generation.number
      report.decided = create.decisionBegan.map { time.uptime() - $0 }
    }
    // Whoever might have used the cache, to the full age that the configuration allows, shows by buying that it has nothing.
    let policy = create.policy
    let showsEmptySlot = !policy.bypassesCache && policy.maximumAge == settings.current.timeToLive(of: create.request.model)
    return Purchase(
      generation: generation, normalisedBody: create.request.normalised, credential: create.caller.credential,
      isForwarded: create.caller.isForwarded, showsEmptySlot: showsEmptySlot, rate: rate, place: place, report: create.report)
  }

  /// Turns a purchase away that finds the queue full, or the upstream not there, by reading alone: the writer is left to those
  /// that are bought. It asks once more.
  ///
  /// - Returns: `nil` where the writer has to decide.
  private func refusalByReading(_ create: PreparedCreate) async -> GatewayError? {
    let key = create.caller.key
    // What came before under the same Idempotency-Key is the writer's to find.
    guard create.idempotencyKey == nil, purchasing.outagePause(for: key.id) != nil || purchasing.isQueueFull(for: key.id),
      case .paused(let pause)? = (try? await store.forecast(order(for: create)))?.outcome,
      pause == .queueFull || pause == .unreachable
    else { return nil }
    return rates.refusal(.generations, of: key).map { .tooFast($0) } ?? error(for: pause, of: key.id)
  }

  /// Answers what needs no purchase while the ledger cannot be written: a create that only repeats need not wait for room on
  /// the disk because it shared a transaction with purchases.
  ///
  /// - Returns: `nil` where it would have to buy, or to wait for somebody who does.
  private func answerByReading(_ create: PreparedCreate) async throws(GatewayError) -> CreateAnswer? {
    let epoch = memory.epoch
    guard let forecast = try? await store.forecast(order(for: create)) else { return nil }
    switch forecast.outcome {
    case .repeated(let generation, let serial): return try await answerRepeat(create, of: generation, serial: serial)
    case .keyReused(let generation): throw .idempotencyKeyReused(generation.number)
    // What cannot be recorded is not answered: a repeat would get another job.
    case .hit where create.idempotency != nil: return nil
    case .joined where create.idempotency != nil: return nil
    case .hit(let generation): return try answerHit(create, of: generation, seenAt: epoch)
    case .joined(let generation) where generation.state.isDecided:
      return try answer(create, sharing: generation, outcome: .joined)
    case .notCached: throw notCached
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
    let answer = try answer(create, sharing: generation, outcome: outcome)
    guard create.idempotency != nil, case .miss = outcome else { return answer }
    return answer.charging(await firstCapture(of: generation))
  }
}
