import HTTPTypes
import TollgateCore

extension ConsolePages {
  /// All teams with what they spend, and the form that creates one.
  func teams(_ visit: ConsoleVisit) async throws -> String { try await teams(visit, problem: nil) }

  private func teams(_ visit: ConsoleVisit, problem: String?) async throws -> String {
    let now = time.now()
    let month = try await administration.usage(
      UsageQuery(by: .team, firstDay: calendar.firstOfMonth(of: now).code, lastDay: calendar.day(of: now).code))
    let saved = Dictionary(month.rows.map { ($0.name ?? "", $0.saved) }, uniquingKeysWith: { first, _ in first })
    let teams = try await administration.teams()
    let view = TeamsView(
      rows: teams.map { TeamRow($0, saved: saved[$0.name] ?? .zero) }, isEmpty: teams.isEmpty, address: ConsoleRoute.teams,
      problem: problem, name: visit.form.entry("name"), budgets: BudgetForm(visit.form))
    return try page("teams", "Teams", in: .teams, visit, view)
  }

  /// Creates a team, or shows the form again with what is wrong with it.
  func createTeam(_ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    do throws(AdministrationError) {
      guard let name = visit.form.entry("name") else {
        throw AdministrationError(.invalid, "A team has a name; enter one, such as design.")
      }
      let created = try await administration.createTeam(
        NewTeam(name: name, budgets: try BudgetForm(visit.form).change()))
      return .redirect(to: Deed.teamCreated.address(ConsoleRoute.team(created.name)))
    } catch {
      return .page(try await teams(visit, problem: error.browserSentence), status: .init(error.kind))
    }
  }
}

/// A team in the list.
struct TeamRow {
  let name: String
  let link: String
  let keys: String
  let today: String
  let month: String
  let total: String
  /// Of this month.
  let saved: String
  let budgets: [String]
  let isDeclared: Bool

  init(_ team: TeamSummary, saved: Money) {
    name = team.name
    link = ConsoleRoute.team(team.name)
    keys = ShownText.count(team.keys)
    today = Self.spent(team, .day)
    month = Self.spent(team, .month)
    total = Self.spent(team, .total)
    self.saved = ShownText.money(saved)
    budgets = [
      team.budgets.day.map { "\(ShownText.money($0)) a day" }, team.budgets.month.map { "\(ShownText.money($0)) a month" },
      team.budgets.total.map { "\(ShownText.money($0)) in total" },
    ].compactMap(\.self)
    isDeclared = team.origin == .declared
  }

  private static func spent(_ team: TeamSummary, _ period: BudgetPeriod) -> String {
    ShownText.money(team.balances.first { $0.period == period }?.spent ?? .zero)
  }
}

private struct TeamsView {
  let rows: [TeamRow]
  let isEmpty: Bool
  let address: String
  let problem: String?
  let name: String?
  let budgets: BudgetForm
}
