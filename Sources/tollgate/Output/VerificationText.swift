import TollgateCore

/// What a check of the books found, for people.
enum VerificationText {
  /// The rules, what breaks them, and the purchases that somebody should know about.
  static func rendered(_ report: VerificationReport, at now: Timestamp, on screen: Screen) -> String {
    var table = TextTable([.state("RESULT"), .init("CHECKED", isRightAligned: true), .init("RULE", mayShrink: true)])
    for check in report.checks {
      table.append([check.violations.isEmpty ? "ok" : "BROKEN", String(check.checked), check.rule])
    }
    let broken = report.checks.filter { !$0.violations.isEmpty }.map { section($0.rule, $0.violations, on: screen) }
    return table.rendered(on: screen) + broken.joined() + excess(report.excess, on: screen)
      + unknown(report.unknown, at: now, on: screen)
  }

  /// Whether all is well, in one sentence.
  static func verdict(_ report: VerificationReport) -> String {
    let broken = report.checks.count { !$0.violations.isEmpty }
    return broken == 0
      ? "All \(report.checks.count) rules hold."
      : "\(broken) of \(report.checks.count) rules are broken; keep a copy of the data folder."
  }

  private static func excess(_ findings: VerificationReport.Findings, on screen: Screen) -> String {
    guard findings.count > 0 else { return "" }
    let title = "\(purchases(findings.count)) charged more than was held, by \(DisplayText.dollars(findings.sum)) together:"
    return section(title, findings.newest, of: findings.count, on: screen)
  }

  private static func unknown(_ findings: VerificationReport.Findings, at now: Timestamp, on screen: Screen) -> String {
    guard let oldest = findings.oldest else { return "" }
    let title =
      "\(purchases(findings.count)) with an unknown outcome, \(DisplayText.dollars(findings.sum)) held, the oldest for "
      + "\(DisplayText.duration(now.since(oldest))); settle each with tollgate jobs resolve:"
    return section(title, findings.newest, of: findings.count, on: screen)
  }

  private static func purchases(_ count: Int) -> String { count == 1 ? "1 purchase" : "\(count) purchases" }

  private static func section(_ title: String, _ lines: [String], of count: Int = 0, on screen: Screen) -> String {
    let more = count > lines.count ? ["… and \(count - lines.count) older ones"] : []
    let room = screen.width.map { max(20, $0 - 2) }
    let titles = DisplayText.folded(DisplayText.plain(title), to: screen.width)
    let folded = (lines + more).flatMap { DisplayText.folded(DisplayText.plain($0), to: room) }
    return "\n" + (titles + folded.map { "  " + $0 }).map { $0 + "\n" }.joined()
  }
}
