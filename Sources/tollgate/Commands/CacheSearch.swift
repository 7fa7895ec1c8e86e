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

  @OptionGroup var limit: PageLimit

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func validate() throws {
    guard !text.isEmpty else { throw ValidationError("Name the words to look for.") }
  }

  func run() async throws {
    let query = ResultQuery(search: text.joined(separator: " "), limit: limit.count)
    try await CacheList.show(query, limit, try source.load(), asJSON: json)
  }
}
