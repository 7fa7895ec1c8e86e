/// A team as it is shown.
package struct TeamSummary: Sendable, Codable, Equatable {
  /// What has become of one of its periods, limited or not.
  package struct PeriodBalance: Sendable, Codable, Equatable {
    package let period: BudgetPeriod
    /// How much may be spent and held; `nil` for no limit.
    package let limit: Money?
    /// Charged less refunded.
    package let spent: Money
    /// Reserved for purchases whose outcome is open.
    package let held: Money
    /// What may still be held, never negative; `nil` for no limit.
    package let left: Money?
    /// When it resets; `nil` for never.
    package let resetsAt: Timestamp?

    package init(_ balance: Balance, resetsAt: Timestamp?) {
      period = balance.window.period
      limit = balance.limit
      spent = balance.spent
      held = balance.held
      left = balance.left
      self.resetsAt = resetsAt
    }
  }

  package let name: String
  package let origin: Team.Origin
  /// What is limited.
  package let budgets: BudgetLimits
  /// Of today, of this month, and in total.
  package let balances: [PeriodBalance]
  /// How many keys belong to it that are not revoked.
  package let keys: Int
  /// Names what is set about it: another one after each change.
  package let revision: String

  package init(_ team: Team, balances: [PeriodBalance], keys: Int) {
    name = team.name
    origin = team.origin
    budgets = team.budgets
    self.balances = balances
    self.keys = keys
    revision = team.revision
  }

  /// The team of these settings, with what has become of it.
  package init(_ settings: TeamSettings, _ use: TeamUse) {
    name = settings.name
    origin = settings.origin
    budgets = settings.budgets
    balances = use.balances
    keys = use.keys
    revision = settings.revision
  }

  /// What is set about it, without what has become of it.
  package var settings: TeamSettings { TeamSettings(name: name, origin: origin, budgets: budgets, revision: revision) }

  /// What has become of it.
  package var use: TeamUse { TeamUse(balances: balances, keys: keys) }
}

/// What is set about a team.
package struct TeamSettings: Sendable, Codable, Equatable {
  package let name: String
  package let origin: Team.Origin
  /// What is limited.
  package let budgets: BudgetLimits
  /// Names all of that: another one after each change.
  package let revision: String
}

/// What has become of a team.
package struct TeamUse: Sendable, Codable, Equatable {
  /// Of today, of this month, and in total.
  package let balances: [TeamSummary.PeriodBalance]
  /// How many keys belong to it that are not revoked.
  package let keys: Int
}
