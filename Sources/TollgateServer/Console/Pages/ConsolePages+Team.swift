import HTTPTypes
import TollgateCore

extension ConsolePages {
  /// One team with its budgets, its keys and what each of them spends.
  func team(_ name: String, _ visit: ConsoleVisit) async throws -> String {
    let team = try await administration.team(named: name)
    return try await self.team(team, visit, form: BudgetForm(team.budgets), problem: nil)
  }

  private func team(_ team: TeamSummary, _ visit: ConsoleVisit, form: BudgetForm, problem: String?) async throws -> String {
    let now = time.now()
    let budgets = try await administration.budgets().filter { $0.owner == .team && $0.name == team.name }
    let members = try await administration.keys().filter { $0.team == team.name }
    let usage = try await administration.usage(UsageQuery(by: .team)).rows.first { $0.name == team.name }
    let isChangeable = team.origin == .created
    let address = ConsoleRoute.team(team.name)
    let view = TeamView(
      row: TeamRow(team, saved: usage?.saved ?? .zero), bars: budgets.map { BudgetBar($0, at: now) },
      sums: usage.map(SumView.init), members: try await rows(of: members), keysLink: ConsoleRoute.keys, form: form,
      seen: team.revision, change: isChangeable ? address : nil,
      remove: isChangeable && team.keys == 0 ? "\(address)/remove" : nil, isHeld: isChangeable && team.keys > 0,
      problem: problem)
    return try page("team", "Team \(team.name)", in: .teams, visit, view)
  }

  /// Changes a team's budgets, or shows the form again with what is wrong with it.
  func changeTeam(_ name: String, _ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    let team = try await administration.team(named: name)
    let (settings, entered) = (BudgetForm(team.budgets), BudgetForm(visit.form))
    guard !SeenRevision.isStale(visit.form, now: team.revision) else {
      return .page(try await self.team(team, visit, form: settings, problem: SeenRevision.conflict), status: .conflict)
    }
    do throws(AdministrationError) {
      _ = try await administration.changeTeam(
        named: name, TeamChange(budgets: try entered.change()), if: SeenRevision.precondition(visit.form))
      return .redirect(to: Deed.teamChanged.address(ConsoleRoute.team(name)))
    } catch {
      guard ![.unavailable, .changed].contains(error.kind), team.origin == .created else { throw error }
      return .page(try await self.team(team, visit, form: entered, problem: error.browserSentence), status: .init(error.kind))
    }
  }

  /// Asks once more before a team is removed.
  func removeConfirmation(_ name: String, _ visit: ConsoleVisit) async throws -> String {
    let team = try await administration.team(named: name)
    let view = ConfirmationView(
      question: "Remove the team \(team.name)?",
      consequence: "Its budgets are gone with it. What it spent stays booked under its name.",
      action: "\(ConsoleRoute.team(name))/remove", verb: "Remove it", back: ConsoleRoute.team(name))
    return try page("confirmation", "Remove \(team.name)", in: .teams, visit, view)
  }

  func removeTeam(_ name: String) async throws -> ConsoleAnswer {
    try await administration.removeTeam(named: name)
    return .redirect(to: Deed.teamRemoved.address(ConsoleRoute.teams))
  }
}

private struct TeamView {
  let row: TeamRow
  let bars: [BudgetBar]
  /// Since ever; `nil` where nothing was asked for.
  let sums: SumView?
  let members: [KeyRow]
  let keysLink: String
  let form: BudgetForm
  let seen: String
  /// Where a form changes it; `nil` where it cannot be changed here.
  let change: String?
  let remove: String?
  /// Whether it cannot be removed for its keys.
  let isHeld: Bool
  let problem: String?
}
