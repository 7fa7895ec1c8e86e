import ArgumentParser
import TollgateCore

struct CacheSearch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find results by the words of their prompts.",
    discussion: """
      Every word has to occur, and the last one may be the beginning of one; capitals and accents do not count. It is the same \
      as cache list --search.

        tollgate cache search red fox
        tollgate cache search "lighthouse at dus"
      """)

  @OptionGroup var source: ConfigurationOption
  @Argument(help: "What to look for.")
  var text: [String]

  @Option(help: "At most so many, 1 to 1000.")
  var limit = 50

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func validate() throws {
    guard !text.isEmpty else { throw ValidationError("Name the words to look for.") }
    guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
  }

  func run() async throws {
    let query = ResultQuery(search: text.joined(separator: " "), limit: limit)
    try await CacheList.show(query, try source.load(), asJSON: json)
  }
}
