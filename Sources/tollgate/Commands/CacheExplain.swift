import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct CacheExplain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say whether a create would be answered from the cache, and if not, why.",
    discussion: """
      Where it would not, the most similar earlier request is named, and every place in which the two differ. The running \
      gateway is asked; nothing is bought. The exit code is 1 where the cache does not answer.

        tollgate cache explain create.json
        tollgate cache explain - --key alice < create.json
      """)

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var body: BodyArgument
  @Option(help: ArgumentHelp("The key that it would be sent with.", valueName: "name"))
  var key: String?
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let access = try source.access()
    let bytes = try body.read(atMost: access.bodyLimit.bytes)
    let explanation = try await ProgressLine.during("Comparing") {
      try await access.run { try await $0.explain(bytes, forKeyNamed: key) }
    }
    if json {
      Console.result(try JSONText.pretty(explanation))
    } else {
      Console.result(ExplanationText.rendered(explanation, at: SystemTimeSource().now(), on: .output))
    }
    guard explanation.outcome == .hit || explanation.outcome == .joined else { throw ExitCode.failure }
  }
}
