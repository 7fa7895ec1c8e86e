import ArgumentParser
import TollgateCore

struct CacheShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one result: what was asked for, what came back, and who asked for it again.",
    discussion: """
      A result is named by its purchase, or by its content, the SHA-256 of what was sent.

        tollgate cache show g17
        tollgate cache show g17 --json | jq -r .result.record
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The purchase, such as g17, or a content of 64 hex digits.")
  var result: String

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  private struct Found: Encodable {
    let result: ResultDetail
    let uses: UseReport
  }

  func run() async throws {
    let (detail, uses) = try await source.access().run { administration in
      let number = try await number(administration)
      return (try await administration.result(number), try await administration.uses(of: number))
    }
    guard !json else {
      Console.result(try JSONText.pretty(Found(result: detail, uses: uses)))
      return
    }
    Console.result(ResultTable.rendered(detail, uses, on: .output))
  }

  private func number(_ administration: any Administration) async throws -> GenerationNumber {
    if let number = GenerationNumber(result) { return number }
    let found = try await administration.results(ResultQuery(content: result))
    guard let newest = found.first else {
      throw CommandFailure(.failure, "There is no result of this content; tollgate cache list shows the newest results.")
    }
    guard found.count == 1 else {
      let numbers = found.map(\.number.description).joined(separator: ", ")
      throw CommandFailure(.failure, "Several results have this content: \(numbers); name one of them.")
    }
    return newest.number
  }
}
