import ArgumentParser
import TollgateCore

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the books: every rule that the stored data must follow.",
    discussion: "The exit code is 1 when a rule is broken. It may run at any time, also beside a busy gateway.")

  @OptionGroup var source: ConfigurationOption
  @Flag(help: "Print JSON for scripts.")
  var json = false

  func run() async throws {
    let report = try await AdministrationAccess(configuration: try source.load()).run { try await $0.verify() }
    let checks = report.checks
    if json { try Console.json(report) } else { show(checks) }
    guard checks.allSatisfy(\.violations.isEmpty) else { throw ExitCode.failure }
  }

  private func show(_ checks: [VerificationCheck]) {
    var table = TextTable([.init("RESULT"), .init("CHECKED", isRightAligned: true), .init("RULE", mayShrink: true)])
    for check in checks {
      table.append([check.violations.isEmpty ? "ok" : "BROKEN", String(check.checked), check.rule])
    }
    Console.result(table.rendered(width: Terminal.width))
    for check in checks where !check.violations.isEmpty {
      Console.result("\n" + DisplayText.plain(check.rule))
      for violation in check.violations { Console.result("  " + DisplayText.plain(violation)) }
    }
    let broken = checks.count { !$0.violations.isEmpty }
    Console.remark(
      broken == 0
        ? "All \(checks.count) rules hold." : "\(broken) of \(checks.count) rules are broken; keep a copy of the data folder.")
  }
}
