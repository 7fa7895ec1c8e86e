import TollgateCore

/// Who asked for a result without buying it, how often, and what that saved.
struct UseView {
  /// One key, or others together.
  struct Row {
    let name: String
    /// The key's page; `nil` where it has none.
    let link: String?
    let hits: String
    let joined: String
    let saved: String
    let last: ShownMoment?

    init(_ name: String, link: String?, _ sum: UseSum, _ calendar: ConsoleCalendar) {
      self.name = name
      self.link = link
      hits = ShownText.count(sum.hits)
      joined = ShownText.count(sum.joined)
      saved = ShownText.money(sum.saved)
      last = sum.lastAt.map(calendar.shown)
    }
  }

  let rows: [Row]
  /// A sentence about all of them.
  let sentence: String

  /// - Parameters:
  ///   - report: who asked.
  ///   - keys: the names that have a page.
  ///   - calendar: for moments.
  init(_ report: UseReport, keys: Set<String>, _ calendar: ConsoleCalendar) {
    var rows = report.rows.map { row in
      Row(row.name, link: keys.contains(row.name) ? ConsoleRoute.key(row.name) : nil, row.sum, calendar)
    }
    if report.otherKeys > 0 {
      rows.append(Row(ShownText.count(report.otherKeys, "other key", "other keys"), link: nil, report.others, calendar))
    }
    self.rows = rows
    sentence =
      "Asked for again \(UseText.times(report.total.count)), which saved \(ShownText.money(report.total.saved))."
  }
}

/// How often something was, in words.
enum UseText {
  static func times(_ count: Int) -> String { count == 1 ? "once" : "\(ShownText.count(count)) times" }

  /// `again 3 times, saved $0.12`; `nil` for never.
  static func short(_ uses: UseSum) -> String? {
    uses.count == 0 ? nil : "again \(times(uses.count)), saved \(ShownText.money(uses.saved))"
  }
}
