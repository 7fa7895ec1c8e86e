import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct QuoteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quote", abstract: "Say what a create would do and cost, and spend nothing.",
    discussion: """
      The running gateway is asked; nothing is bought, reserved or counted. Somebody else may be first afterwards: it is no \
      promise. The exit code is 1 where the create would be refused.

        tollgate quote create.json
        tollgate quote - --key alice < create.json
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
    let quote = try await access.run {
      try await $0.quote(bytes, forKeyNamed: key)
    }
    Console.result(json ? try JSONText.pretty(quote) : QuoteText.rendered(quote, on: .output))
    guard quote.outcome != .refused else { throw ExitCode.failure }
  }
}
