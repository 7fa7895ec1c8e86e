import ArgumentParser
import Foundation
import TollgateConfiguration
import TollgateCore

struct CachePurge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Remove results: what was asked, what came back, and the files.",
    discussion: """
      The next identical request buys again. What was spent stays in the books; job ids of the result are no longer known. A \
      file that another result names as well stays. Several results are removed with --yes, or when you say so: of those that \
      can be replayed. One that was replaced or is no longer replayed is purged by its number.

        tollgate cache purge g17
        tollgate cache purge --model 'acme/*' --older-than 90d
        tollgate cache purge --search "red fox" --yes
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The purchase, such as g17.", transform: ArgumentReading.purchase)
  var purchase: GenerationNumber?
  @OptionGroup var selection: ResultSelection
  @Option(help: ArgumentHelp("Only finished before a date or so long ago, such as 90d.", valueName: "date|duration"))
  var olderThan: String?
  @Flag(help: "Do not ask.")
  var yes = false

  func validate() throws {
    if let olderThan { _ = try ArgumentReading.past(olderThan, before: SystemTimeSource().now(), in: .gmt) }
    if olderThan != nil && selection.time.until != nil {
      throw ValidationError("--older-than and --until are two words for the same; keep one.")
    }
    let isSelection = !selection.isEmpty || olderThan != nil
    guard (purchase != nil) != isSelection else {
      throw ValidationError(
        """
        Name either one purchase, such as g17, or which of the results that can be replayed: --model, --since, --older-than, \
        --search, --key; all of those are --model '*'.
        """)
    }
  }

  func run() async throws {
    let access = try source.access()
    if let purchase {
      _ = try await access.run { try await $0.purge(purchase) }
      return Console.remark("\(purchase) is purged: the next identical request buys again.")
    }
    let now = SystemTimeSource().now()
    var query = try selection.query(at: now, in: access.timeZone)
    if let olderThan { query.until = try ArgumentReading.past(olderThan, before: now, in: access.timeZone) }
    let chosen = query
    try await access.run { administration in
      let found = try await Self.all(chosen, administration)
      guard !found.isEmpty else { return Console.remark("There are no such results; nothing was purged.") }
      try confirm(found)
      try await ProgressLine.during("Purging") {
        for result in found { _ = try await administration.purge(result.number) }
      }
      Console.remark("\(DisplayText.count(found.count, "result")) purged.")
    }
  }

  private static func all(
    _ query: ResultQuery, _ administration: any Administration
  ) async throws(AdministrationError) -> [ResultSummary] {
    var query = query
    query.limit = 1000
    var found: [ResultSummary] = []
    while true {
      let page = try await administration.results(query)
      found += page
      guard page.count == query.limit, let last = page.last else { return found }
      query.before = last.number
    }
  }

  /// Asks whoever sits at the terminal; where nobody does, only `--yes` is an answer.
  private func confirm(_ found: [ResultSummary]) throws {
    guard !yes else { return }
    let cost = found.reduce(Money.zero) { $0 + $1.cost }
    let what = "\(DisplayText.count(found.count, "result")) that cost \(DisplayText.dollars(cost))"
    guard Terminal.isErrorWatched, Terminal.isInputTyped else {
      throw CommandFailure(.failure, "\(what) would be purged; nothing was. Add --yes to do it.")
    }
    Console.remark("\(what) will be purged. Go on? [y/N]")
    guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw CommandFailure(.failure, "Nothing was purged.") }
  }
}
