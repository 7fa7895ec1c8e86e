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
      .get, "budgets", "listBudgets",
      "Every budget as it is now: the gateway's, then the teams' and the keys' by name. A key sees its own.",
      access: .administratorsAndKeys, answer: .json(.array(.budgetSummary))
    ) { call in
      let budgets = try await call.administration.budgets()
      guard let own = call.role.keyName else { return .json(budgets) }
      return .json(budgets.filter { $0.owner == .key && $0.name == own })
    },
    AdministrationRoute(
      .post, "quote", "quoteCreate", "Says what a create would bring and cost, spending nothing.", parameters: [.forKey],
      body: .create, answer: .json(.quoteSummary)
    ) { call in
      let name = try call.request.quotedKey()
      return .json(try await call.administration.quote(try await call.create(), forKeyNamed: name))
    },
  ]
}
