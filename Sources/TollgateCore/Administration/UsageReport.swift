/// Who spent and saved what, as it is shown.
package struct UsageReport: Sendable, Codable, Equatable {
  /// One key, team, model or day; or all of them together.
  package struct Row: Sendable, Codable, Equatable {
    /// The key's or the team's name, the model, or the day as `2026-11-23`; `local` for callers without a key, `nil` for keys
    /// without a team and for the sum of all.
    package let name: String?
    /// Charged less refunded, booked to the day of the hold.
    package var spent = Money.zero
    /// Held for purchases whose outcome is open.
    package var held = Money.zero
    /// What hits and joins would have cost.
    package var saved = Money.zero
    /// Purchases that were accepted or may have been.
    package var purchases = 0
    package var hits = 0
    package var joined = 0
    /// Refused before anything was bought.
    package var refused = 0

    package init(name: String?) { self.name = name }

    /// One row more that counts as part of this one.
    package mutating func add(_ other: Row) {
      spent += other.spent
      held += other.held
      saved = saved.addingSaturating(other.saved)
      purchases += other.purchases
      hits += other.hits
      joined += other.joined
      refused += other.refused
    }
  }

  /// What each row stands for.
  package let dimension: UsageQuery.Dimension
  package let rows: [Row]
  /// All rows together.
  package let total: Row

  package init(by dimension: UsageQuery.Dimension, rows: [Row]) {
    self.dimension = dimension
    self.rows = rows
    total = rows.reduce(into: Row(name: nil)) { $0.add($1) }
  }

  /// What the store knows, with names.
  ///
  /// - Parameters:
  ///   - sums: what the store knows.
  ///   - dimension: what they are summed up by.
  ///   - keyNames: the names of all stored keys. Whoever is none of them asked without a key.
  package init(_ sums: [UsageSum], by dimension: UsageQuery.Dimension, keyNames: [KeyID: String]) {
    var rows: [Row] = []
    var local: Row?
    for sum in sums {
      if case .key(let id) = sum.group, keyNames[id] == nil {
        var row = local ?? Row(name: Self.local)
        row.add(Row(sum, name: Self.local))
        local = row
      } else {
        rows.append(Row(sum, name: Self.name(of: sum.group, keyNames)))
      }
    }
    if dimension == .key { rows.sort { ($0.name ?? "") < ($1.name ?? "") } }
    self.init(by: dimension, rows: rows + (local.map { [$0] } ?? []))
  }

  /// What callers without a key are called.
  static let local = "local"

  private static func name(of group: UsageSum.Group, _ keyNames: [KeyID: String]) -> String? {
    switch group {
    case .key(let id): keyNames[id]
    case .team(let name): name
    case .model(let model): model
    case .day(let day): CalendarDay(code: day).description
    }
  }
}

extension UsageReport.Row {
  fileprivate init(_ sum: UsageSum, name: String?) {
    self.init(name: name)
    spent = sum.spent
    held = sum.held
    saved = sum.saved
    purchases = sum.purchases
    hits = sum.counts[.hit] ?? 0
    joined = sum.counts[.joined] ?? 0
    refused = sum.counts[.refused] ?? 0
  }
}
