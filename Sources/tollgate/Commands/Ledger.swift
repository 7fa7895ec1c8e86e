import ArgumentParser
import Foundation
import TollgateCore

struct Ledger: ListingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every movement of money, the newest first.",
    discussion: """
      A purchase holds its price before it is sent (hold). The hold becomes a charge (capture) or is given back (release); what \
      ShortAPI gives back is a refund, and a charge that was named late a correction. The day is that of the hold.

        tollgate ledger --key alice --kind capture
        tollgate ledger --day 2026-11-23 --csv > ledger.csv
      """)

  @OptionGroup var source: AdministrationOptions

  @Option(help: ArgumentHelp("Only of purchases of this key.", valueName: "name"))
  var key: String?

  @Option(help: ArgumentHelp("Only of purchases of keys of this team.", valueName: "name"))
  var team: String?

  @Option(help: ArgumentHelp("Only of this day, such as 2026-11-23.", valueName: "date"), transform: ArgumentReading.day)
  var day: CalendarDay?

  @Option(help: "Only of this kind.")
  var kind: LedgerEntry.Kind?

  @Option(help: ArgumentHelp("Only those before this one, for the next page.", valueName: "number"))
  var before: Int64?

  @OptionGroup var limit: PageLimit
  @OptionGroup var view: ViewOptions

  @Flag(help: "Print CSV for spreadsheets; amounts are dollars, times are UTC.")
  var csv = false

  static var title: String { "ledger" }

  func validate() throws {
    try view.check(csv: csv)
    if let before, before < 1 { throw ValidationError("--before is the number of an entry, from 1.") }
  }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [LedgerSummary] {
    var query = LedgerQuery()
    (query.keyName, query.team, query.day, query.kind) = (key, team, day?.code, kind)
    (query.before, query.limit) = (before, limit.count)
    return try await administration.ledger(query)
  }

  func script(of lines: [LedgerSummary]) throws -> String? {
    csv ? LedgerTable.csv(lines) : view.json ? try JSONText.pretty(lines) : nil
  }

  func page(of lines: [LedgerSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !lines.isEmpty else {
      let isAll = key == nil && team == nil && day == nil && kind == nil && before == nil
      return Page(remarks: [
        isAll
          ? "No money has moved yet: nothing was bought." : "There are no such entries; without options the newest are shown."
      ])
    }
    return Page(
      result: LedgerTable.rendered(lines, on: screen), remarks: limit.remark(on: lines.count, last: lines.last?.id))
  }
}
