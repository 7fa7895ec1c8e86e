import ArgumentParser
import TollgateCore

struct Reload: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have the running gateway read its configuration file again.",
    discussion: """
      It says what has changed, and what waits for a restart. A file with a mistake in it changes nothing; the exit code is 78 \
      then. SIGHUP does the same (kill -HUP), and the answer is in the log. Environment variables are those with which the \
      gateway was started.
      """)

  @OptionGroup var source: AdministrationOptions
  @Flag(help: "Print JSON for scripts.")
  var json = false

  func run() async throws {
    let report = try await source.access().run { administration in
      do throws(AdministrationError) {
        return try await administration.reloadConfiguration()
      } catch {
        guard error.kind == .invalid else { throw error }
        throw CommandFailure(.configuration, error.description)
      }
    }
    guard !json else {
      Console.result(try JSONText.pretty(report))
      return
    }
    if !report.changed.isEmpty { Console.result(ReloadText.rendered(report.changed, on: .output)) }
    if !report.needsRestart.isEmpty {
      if !report.changed.isEmpty { Console.result("") }
      Console.result("Not before a restart:\n" + ReloadText.rendered(report.needsRestart, on: .output))
    }
    Console.remark(ReloadText.verdict(report))
  }
}
