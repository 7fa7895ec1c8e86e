import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// Purchases and what became of them.
  static let purchases: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "generations", "listPurchases",
      "Purchases, the newest first. A key sees its own; 1000 of them are looked at for one page, which may have less than its limit "
        + "and yet a next one.", access: .administratorsAndKeys,
      parameters: [
        QueryParameter("state", "Only those in this state, or in one of these with commas between them.", .text),
        QueryParameter("key", "Bought by the key of this name.", .text),
        QueryParameter("team", "Bought by a key of this team.", .text),
        QueryParameter("model", "A model's id, or the beginning of one and a *.", .text),
        QueryParameter("since", "Bought at this moment or later, in milliseconds since 1970.", .moment),
        QueryParameter("until", "Bought before this moment, in milliseconds since 1970.", .moment),
        QueryParameter("search", "Words that all occur in the request's text.", .text),
        QueryParameter("before", "Only those before this one, for the next page.", .generationNumber), .limit,
      ], answer: .json(.array(.generationSummary))
    ) { call in
      let query = try call.request.generationQuery()
      if let own = call.role.keyName {
        let page = try await call.administration.ownGenerations(ofKeyNamed: own, query)
        return call.page(page.items, before: page.goesOnBefore.map { "\($0)" })
      }
      return call.page(try await call.administration.generations(query), limit: query.limit) { "\($0.number)" }
    },
    AdministrationRoute(
      .get, "generations/counts", "countPurchases",
      "How many purchases are in each state but succeeded; states without any are left out.",
      answer: .json(.named("PurchaseCounts"))
    ) { call in
      try call.request.checkParameters([])
      return .json(try await call.administration.generationCounts())
    },
    AdministrationRoute(
      .get, "events", "watchRequests", "How creates end from now on, as Server-Sent Events of the type request.",
      answer: .events(.requestEvent)
    ) { .events(try await $0.administration.events()) },
    AdministrationRoute(
      .get, "generations/{number}", "showPurchase", "One purchase with its lines in the ledger.",
      access: .administratorsAndKeys, answer: .json(.generationDetail)
    ) { call in
      let number = try call.number()
      if let own = call.role.keyName {
        // Another's purchase and one that never was are the same to a key, also by how long the answer takes.
        let query = GenerationQuery(before: GenerationNumber(number.value + 1), limit: 1)
        let newest = try await call.administration.ownGenerations(ofKeyNamed: own, query).items.first
        guard newest?.number == number else { throw AdministrationError.notYours }
      }
      return .json(try await call.administration.generation(number))
    },
    AdministrationRoute(
      .get, "generations/{number}/uses", "showUses",
      "Who asked for a purchase's result without buying it, and what that saved. It may be a second late.",
      answer: .json(.named("UseReport"))
    ) { .json(try await $0.administration.uses(of: try $0.number())) },
    AdministrationRoute(
      .post, "generations/{number}/resolve", "resolvePurchase", "Settles an unknown outcome, or writes a stalled charge off.",
      body: .json(.resolution), answer: .json(.generationSummary), condition: .beforeTheChange
    ) { .json(try await $0.administration.resolve(try $0.number(), as: try await $0.body())) },
  ]
}
