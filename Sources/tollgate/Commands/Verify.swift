import ArgumentParser
import TollgateCore

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the books, and the files: every rule that the stored data must follow.",
    discussion: """
      The exit code is 1 when a rule is broken. Charges above what was held for them, and purchases whose outcome is unknown, \
      break no rule and are listed. It may run at any time, also beside a busy gateway.
      """)

  @Flag(help: "Also read every kept file, and compare its bytes with its name.")
  var files = false
  @OptionGroup var source: AdministrationOptions
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let access = try source.access()
    let report = try await ProgressLine.during("Checking the books") {
      try await access.run { try await $0.verify(readingFiles: files) }
    }
    if json {
      Console.result(try JSONText.pretty(report))
    } else {
      Console.result(VerificationText.rendered(report, at: SystemTimeSource().now(), on: .output))
      Console.remark(VerificationText.verdict(report))
    }
    guard report.isClean else { throw ExitCode.failure }
  }
}
