import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// Teams, whose keys share budgets.
  static let teams: [AdministrationRoute] = [
    AdministrationRoute(.get, "teams", "listTeams", "All teams, by name.", answer: .json(.array(.teamSummary))) {
      .json(try await $0.administration.teams())
    },
    AdministrationRoute(
      .post, "teams", "createTeam", "Creates a team.", body: .json(.newTeam), answer: .json(.teamSummary), status: .created
    ) { .json(try await $0.administration.createTeam(try await $0.body())) },
    AdministrationRoute(
      .get, "teams/{name}", "showTeam", "One team, with its balances of today, this month and altogether.",
      answer: .json(.teamSummary)
    ) { .json(try await $0.administration.team(named: $0.value("name"))) },
    AdministrationRoute(
      .patch, "teams/{name}", "changeTeam", "Changes a team's budgets, effective on the next purchase.",
      body: .json(.teamChange),
      answer: .json(.teamSummary), isConditional: true
    ) { .json(try await $0.administration.changeTeam(named: $0.value("name"), try await $0.body())) },
    AdministrationRoute(
      .delete, "teams/{name}", "removeTeam", "Removes a team to which no key belongs any more.", isConditional: true
    ) {
      try await $0.administration.removeTeam(named: $0.value("name"))
      return .nothing
    },
  ]
}
