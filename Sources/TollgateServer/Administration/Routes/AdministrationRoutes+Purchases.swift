import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// Purchases and what became of them.
  static let purchases: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "generations", "listPurchases", "Purchases, the newest first.",
      parameters: [
        QueryParameter("state", "Only those in this state.", .generationState),
        QueryParameter("before", "Only those before this one, for the next page.", .generationNumber), .limit,
      ], answer: .json(.array(.generationSummary))
    ) { call in
      let query = try call.request.generationQuery()
      return call.page(try await call.administration.generations(query), limit: query.limit) { "\($0.number)" }
    },
    AdministrationRoute(
      .get, "events", "watchRequests", "How creates end from now on, as Server-Sent Events of the type request.",
      answer: .events(.requestEvent)
    ) { .events(try await $0.administration.events()) },
    AdministrationRoute(
      .get, "generations/{number}", "showPurchase", "One purchase with its lines in the ledger.",
      access: .administratorsAndKeys, answer: .json(.generationDetail)
    ) { call in
      let detail = try await call.administration.generation(try call.number())
      if let own = call.role.keyName, own != detail.summary.keyName { throw AdministrationError.notYours }
      return .json(detail)
    },
    AdministrationRoute(
      .post, "generations/{number}/resolve", "resolvePurchase", "Settles an unknown outcome, or writes a stalled charge off.",
      body: .json(.resolution), answer: .json(.generationSummary), isConditional: true
    ) { .json(try await $0.administration.resolve(try $0.number(), as: try await $0.body())) },
  ]
}
