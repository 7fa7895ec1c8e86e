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

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var body: BodyArgument
  @Option(help: ArgumentHelp("The key that it would be sent with.", valueName: "name"))
  var key: String?
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let configuration = try source.load()
    let bytes = try body.read(atMost: configuration.server.limits.body.bytes)
    let quote = try await AdministrationAccess(configuration: configuration).run {
      try await $0.quote(bytes, forKeyNamed: key)
    }
    if json { try Console.json(quote) } else { Console.result(QuoteText.rendered(quote, width: Terminal.width)) }
    guard quote.outcome != .refused else { throw ExitCode.failure }
  }
}
