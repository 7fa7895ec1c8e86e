import TollgateCore

/// Buys again what ended unknown, because a person said so. The unknown keeps its hold and its row.
///
/// Rates and `max_running` bound what programs do by themselves: what a person buys again is refused by neither, and counts
/// against no rate. Budgets bind it as everything else; while it runs it is one of those that run.
struct Resending: Sendable {
  let gateway: Gateway

  /// Buys an unknown again, once however often it is asked.
  ///
  /// - Returns: the new generation, or the one that somebody else's resend has already bought, when its fate is known.
  func resend(_ unknown: Generation) async throws(AdministrationError) -> Generation {
    guard unknown.state == .unknown else {
      throw AdministrationError(
        .conflict, "\(unknown.number) is \(unknown.state.rawValue), not unknown: there is nothing to buy again.")
    }
    guard !gateway.policy.replaysOnly else {
      throw AdministrationError(.conflict, "The gateway is in replay mode and never buys; set mode: live first.")
    }
    guard gateway.restoreHold.pending == nil else {
      throw AdministrationError(.conflict, "\(Gateway.notAccepted) Nothing was bought.")
    }
    guard let credential = gateway.credentials.credential(for: unknown.key) else {
      throw AdministrationError(
        .unavailable,
        "The gateway does not know the upstream key of this purchase any more; send any request with it and repeat.")
    }
    do {
      guard let stored = try await gateway.store.recordedGeneration(unknown.number) else {
        throw AdministrationError(.notFound, "There is no purchase \(unknown.number).")
      }
      let request = try CreateRequest(body: stored.canonicalBody, catalogue: gateway.catalogue)
      // What is sent must be what its slot stands for.
      guard request.content == unknown.slot.content else {
        throw AdministrationError(
          .conflict,
          "The model's defaults have changed since, so this would buy something else; settle \(unknown.number) with "
            + "--charged or --not-charged, and send the request again.")
      }
      return try await buyAgain(unknown, request: request, credential: credential)
    } catch let error as AdministrationError {
      throw error
    } catch let error as StoreError {
      throw AdministrationError(error)
    } catch {
      throw AdministrationError(.unavailable, "What was asked then cannot be read: \(error).")
    }
  }

  private func buyAgain(
    _ unknown: Generation, request: CreateRequest, credential: Secret
  ) async throws -> Generation {
    let now = gateway.time.now()
    let order = PurchaseOrder(
      slot: unknown.slot,
      policy: CachePolicy(ignoresFinished: true, storesNothing: !unknown.keepsResult, resend: .asked), key: unknown.key,
      team: unknown.team, model: unknown.model, canonicalBody: request.canonical,
      quote: gateway.catalogue.quote(model: request.model, args: request.args).amount,
      priceClass: gateway.catalogue.priceClass(model: request.model, args: request.args),
      pause: gateway.pause(for: unknown.key), at: now,
      window: gateway.calendar.window(of: now), owner: gateway.owner, resends: unknown.number)
    switch try await gateway.store.decide(order) {
    case .bought(let generation):
      gateway.purchasing.carryOut(
        Purchase(
          generation: generation, normalisedBody: request.normalised, credential: credential,
          isForwarded: gateway.credentials.isForwarding, showsEmptySlot: false))
      let store = gateway.store
      let fate = await gateway.flights.fate(of: generation.number, timeout: gateway.policy.answerTimeout) {
        try? await store.generation(generation.number)
      }
      return fate ?? generation
    case .joined(let generation), .hit(let generation):
      return generation
    case .unpriced:
      throw AdministrationError(
        .conflict, "The price of \(unknown.model) is unknown; configure one under models in gateway.yaml.")
    case .blocked:
      throw AdministrationError(
        .conflict,
        "\(unknown.number) does not stand in the way of a purchase; send the request itself, and settle \(unknown.number) with "
          + "--charged or --not-charged.")
    case .overBudget(let shortage):
      throw AdministrationError(
        .conflict, "\(shortage.sentence(resetsAt: gateway.calendar.end(of: shortage.balance.window))) Nothing was bought.")
    case .paused(.draining):
      throw AdministrationError(.unavailable, Gateway.shuttingDown)
    case .paused(.credentialRefused):
      throw AdministrationError(.unavailable, LocalAdministration.credentialRefused)
    case .paused(.unreachable):
      throw AdministrationError(
        .unavailable, "The upstream does not answer, so nothing was sent; try again when tollgate status says that it does.")
    case .notCached, .tooManyRunning, .tooFast, .paused(.queueFull), .repeated, .keyReused:
      // The order above asks for none of these limits.
      throw AdministrationError(.unavailable, "A limit of the gateway allows no purchase now; nothing was bought.")
    }
  }
}
