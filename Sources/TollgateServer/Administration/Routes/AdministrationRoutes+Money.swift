import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// What was spent and saved, and what may still be.
  static let money: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "usage", "showUsage", "What was spent, saved and asked for, summed up by one dimension.",
      parameters: [
        QueryParameter("by", "What is summed up together.", .choice(UsageQuery.Dimension.self)),
        QueryParameter("since", "The first day.", .day), QueryParameter("until", "The last day.", .day),
      ], answer: .json(.usageReport)
    ) { .json(try await $0.administration.usage(try $0.request.usageQuery())) },
    AdministrationRoute(
      .get, "usage/series", "showUsageSeries",
      "What was spent, saved and asked for over time: a point for each step, at most 2000, and 720 minutes. A key sees its own.",
      access: .administratorsAndKeys,
      parameters: [
        QueryParameter("step", "How long each is; hours where it is left out.", .choice(UsageSeriesQuery.Step.self)),
        QueryParameter("since", "The first moment, in milliseconds since 1970.", .moment),
        QueryParameter("until", "The moment after the last, in milliseconds since 1970.", .moment),
        QueryParameter("key", "Of the key of this name only.", .text),
        QueryParameter("team", "Of this team only; not together with a key.", .text),
        QueryParameter("model", "A model's id, or the beginning of one and a *.", .text),
      ], answer: .json(.named("UsageSeries"))
    ) { call in
      var query = try call.request.usageSeriesQuery()
      query.keyName = call.role.keyName ?? query.keyName
      return .json(try await call.administration.usageSeries(query))
    },
    AdministrationRoute(
      .get, "ledger", "listLedger", "The ledger's entries, the newest first. A key sees its own.",
      access: .administratorsAndKeys,
      parameters: [
        QueryParameter("key", "Of the key of this name only.", .text), QueryParameter("team", "Of this team only.", .text),
        QueryParameter("day", "Of this day only.", .day),
        QueryParameter("kind", "Of this kind only.", .choice(LedgerEntry.Kind.self)),
        QueryParameter("before", "Only those before this one, for the next page.", .integer(1...Int64.max)), .limit,
      ], answer: .json(.array(.named("LedgerEntry")))
    ) { call in
      var query = try call.request.ledgerQuery()
      if let own = call.role.keyName { (query.keyName, query.isOwn) = (own, true) }
      return call.page(try await call.administration.ledger(query), limit: query.limit) { "\($0.id)" }
    },
    AdministrationRoute(
      .get, "budgets", "listBudgets",
      "Every budget as it is now: the gateway's, then the teams' and the keys' by name. A key sees its own.",
      access: .administratorsAndKeys, answer: .json(.array(.budgetSummary))
    ) { call in
      let budgets = try await call.administration.budgets()
      guard let own = call.role.keyName else { return .json(budgets) }
      return .json(budgets.filter { $0.owner == .key && $0.name == own })
    },
    AdministrationRoute(
      .post, "quote", "quoteCreate",
      """
      Says what a create would bring and cost, spending nothing. A key with its own token asks so for its own creates, with the \
      headers of a create, and gets an OwnQuote.
      """,
      parameters: [.forKey], body: .create, answer: .json(.anyOf([.quoteSummary, .named("OwnQuote")])), isSharedWithKeys: true
    ) { call in
      let name = try call.request.quotedKey()
      return .json(try await call.administration.quote(try await call.create(), forKeyNamed: name))
    },
  ]
}
