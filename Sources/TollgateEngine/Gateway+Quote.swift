import Logging
import TollgateCore

extension Gateway {
  /// Says what a create would bring and cost, and what would be left of every budget, without spending or reserving anything.
  /// Somebody else may be first afterwards: it is no promise.
  ///
  /// - Throws: ``GatewayError`` for what no state of the gateway could allow: a body that cannot be read, a model that the key
  ///   may not use; and ``GatewayError/unavailable(_:)`` where the store cannot be read.
  package func quote(
    _ body: [UInt8], directives: CreateDirectives, from caller: Caller
  ) async throws(GatewayError) -> CreateQuote {
    let create = try prepare(body, directives: directives, from: caller)
    let forecast: PurchaseForecast
    do {
      var create = create
      // Nothing is recorded, so that no serial is needed.
      create.serial = JobTicket.payerSerial
      forecast = try await store.forecast(order(for: create))
    } catch {
      logger.error("a quote could not be made", metadata: ["error": "\(error)"])
      throw .unavailable("The gateway's store cannot be read now. Ask again in a moment.")
    }
    let outcome = outcome(of: forecast, for: create)
    let held: Money = if case .miss = outcome { forecast.quote ?? .zero } else { .zero }
    let shared = Self.generation(of: forecast)
    return CreateQuote(
      outcome: outcome, generation: shared?.number, quote: forecast.quote, saved: Self.saved(by: outcome, sharing: shared),
      budgets: forecast.balances.filter { $0.limit != nil }.map { before in
        var after = before
        after.held = before.held + held
        return QuotedBudget(
          before: before, after: after, suffices: forecast.quote.map(before.mayHold) ?? false,
          resetsAt: calendar.end(of: before.window))
      },
      notices: create.notices)
  }

  private func outcome(of forecast: PurchaseForecast, for create: PreparedCreate) -> CreateQuote.Outcome {
    switch forecast.outcome {
    case .hit(let generation):
      .hit(age: max(.zero, time.now().since(generation.finishedAt ?? generation.updatedAt)))
    case .joined: .joined
    case .repeated(let generation, _): .hit(age: max(.zero, time.now().since(generation.finishedAt ?? generation.updatedAt)))
    case .keyReused(let generation): .refused(.idempotencyKeyReused(generation.number))
    case .notCached: .refused(notCached)
    case .blocked(let generation): .refused(.outcomeUnknown(generation.number, generation.state))
    case .unpriced: .refused(unpriced(create))
    case .overBudget(let shortage): .refused(.overBudget(shortage, resetsAt: calendar.end(of: shortage.balance.window)))
    case .tooManyRunning(let refusal): .refused(.tooManyRunning(refusal))
    case .paused(let pause):
      .refused(
        rates.refusal(.generations, of: create.caller.key).map { .tooFast($0) } ?? error(for: pause, of: create.caller.key.id))
    case .bought:
      rates.refusal(.generations, of: create.caller.key).map { .refused(.tooFast($0)) }
        ?? .miss(bypassed: create.policy.bypassesCache)
    }
  }

  private static func generation(of forecast: PurchaseForecast) -> Generation? {
    switch forecast.outcome {
    case .hit(let generation), .joined(let generation), .blocked(let generation), .repeated(let generation, _): generation
    case .keyReused, .notCached, .unpriced, .overBudget, .tooManyRunning, .paused, .bought: nil
    }
  }

  private static func saved(by outcome: CreateQuote.Outcome, sharing generation: Generation?) -> Money? {
    switch outcome {
    case .hit: generation?.cost
    // What is still being sent has no charge yet.
    case .joined: generation.map { $0.machine.captured ?? $0.machine.hold }
    case .miss, .refused: nil
    }
  }
}
