package import TollgateCore

extension LocalAdministration {
  package func quote(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> QuoteSummary {
    guard let gateway = running?.gateway else {
      throw AdministrationError(.unavailable, "A quote needs the running gateway; start it (tollgate serve) and ask again.")
    }
    let caller = try await caller(named: name, of: gateway)
    let names = try await keyNames()
    do {
      let quote = try await gateway.quote(body, directives: CreateDirectives(), from: caller)
      return summary(of: quote, keyNames: names)
    } catch {
      throw Self.error(for: error)
    }
  }

  /// Reads a create, as the gateway would.
  func prepare(_ body: [UInt8], from caller: Caller, _ gateway: Gateway) throws(AdministrationError) -> PreparedCreate {
    do { return try gateway.prepare(body, directives: CreateDirectives(), from: caller) } catch { throw Self.error(for: error) }
  }

  private static func error(for error: GatewayError) -> AdministrationError {
    switch error {
    case .malformedBody(let sentence): AdministrationError(.invalid, sentence)
    case .modelForbidden(let model): AdministrationError(.conflict, "This key may not use the model \(model).")
    default: AdministrationError(.unavailable, "The gateway's store cannot be read now; ask again in a moment.")
    }
  }

  /// Whoever is asked for: a key, or in open mode the local user. Nothing is sent for a quote, so that it needs no credential.
  func caller(named name: String?, of gateway: Gateway) async throws(AdministrationError) -> Caller {
    if let name {
      let key = try await storedKey(named: name)
      guard key.isValid(at: time.now()) else {
        throw AdministrationError(
          .conflict, "The key \"\(name)\" is revoked or has expired, so it may not create anything.")
      }
      return Caller(key: key, credential: Secret(""), isForwarded: false)
    }
    do { return try gateway.caller(bearer: nil) } catch {
      throw AdministrationError(.invalid, "What a create costs and may do depends on its key; name one, with --key NAME.")
    }
  }

  private func summary(of quote: CreateQuote, keyNames: [KeyID: String]) -> QuoteSummary {
    let (outcome, reason): (QuoteSummary.Outcome, String?) =
      switch quote.outcome {
      case .hit: (.hit, nil)
      case .joined: (.joined, nil)
      case .miss: (.miss, nil)
      case .refused(let error): (.refused, Self.reason(of: error))
      }
    let budgets = quote.budgets.compactMap { budget in
      summary(of: budget.before, keyNames: keyNames).map {
        QuoteSummary.Budget($0, leftAfter: budget.after.left ?? .zero, suffices: budget.suffices)
      }
    }
    return QuoteSummary(
      outcome: outcome, reason: reason, generation: quote.generation, quote: quote.quote, saved: quote.saved, budgets: budgets)
  }

  /// Why a create would be refused, for whoever may see all figures.
  private static func reason(of error: GatewayError) -> String {
    switch error {
    case .overBudget(let shortage, let resetsAt):
      return shortage.sentence(resetsAt: resetsAt)
    case .priceUnknown(let model, let reason):
      return "The price of \(model) is unknown\(reason.map { ": " + $0 } ?? "."); configure one under models in gateway.yaml."
    case .tooManyRunning(let refusal):
      return "As many purchases run already as may: \(refusal.limit) (\(owner(of: refusal.scope)) max_running)."
    case .tooFast(let refusal):
      return "As many purchases came within a minute as may: \(refusal.limit) (\(owner(of: refusal.scope)) rate)."
    case .outcomeUnknown(let generation, let state):
      let flags = state == .stalled ? "--charged" : "--charged or --not-charged"
      return "An identical request is \(state.rawValue); settle it with tollgate jobs resolve \(generation) \(flags)."
    case .notCached:
      return "No result is cached, and the key or the gateway is in replay mode and buys nothing."
    case .notAccepted:
      return "No result is cached. " + Gateway.notAccepted
    case .credentialRefused:
      return credentialRefused
    case .unavailable(let sentence):
      return sentence
    default:
      return "The gateway would refuse it now; its answer to the client says why."
    }
  }

  static let credentialRefused = "The upstream refuses the gateway's own key; set a valid SHORTAPI_KEY and restart the gateway."

  private static func owner(of scope: Scope) -> String {
    if case .key = scope { "the key's" } else { "the gateway's" }
  }
}
