import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// Teams, whose keys share budgets.
  static let teams: [AdministrationRoute] = [
    AdministrationRoute(.get, "teams", "listTeams", "All teams, by name.", answer: .json(.array(.teamSummary))) {
      .json(try await $0.administration.teams())
    },
    AdministrationRoute(
      .post, "teams", "createTeam", "Creates a team.", body: .json(.newTeam), answer: .json(.named("TeamSettings")),
      status: .created
    ) { .json(try await $0.administration.createTeam(try await $0.body()).settings) },
    AdministrationRoute(
      .get, "teams/{name}", "showTeam", "What is set about one team. Its tag is its revision.",
      answer: .json(.named("TeamSettings"))
    ) { call in
      let team = try await call.administration.team(named: call.value("name"))
      return .json(team.settings, revision: team.revision)
    },
    AdministrationRoute(
      .get, "teams/{name}/use", "showTeamUse",
      "How many keys a team has, and its balances of today, this month and altogether.",
      answer: .json(.named("TeamUse"))
    ) { .json(try await $0.administration.team(named: $0.value("name")).use) },
    AdministrationRoute(
      .patch, "teams/{name}", "changeTeam", "Changes a team's budgets, effective on the next purchase.",
      body: .json(.teamChange),
      answer: .json(.named("TeamSettings")), condition: .withTheChange
    ) { call in
      let change: TeamChange = try await call.body()
      return .json(
        try await call.administration.changeTeam(named: call.value("name"), change, if: call.precondition).settings)
    },
    AdministrationRoute(
      .delete, "teams/{name}", "removeTeam", "Removes a team to which no key belongs any more.", condition: .withTheChange
    ) {
      try await $0.administration.removeTeam(named: $0.value("name"), if: $0.precondition)
      return .nothing
    },
  ]
}
