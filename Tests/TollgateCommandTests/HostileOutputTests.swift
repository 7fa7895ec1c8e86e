import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// A text from outside stays a text wherever the command line shows it.
@Suite struct HostileOutputTests {
  private static let screens = [Screen(), Screen(width: 80), Screen(width: 160, isColoured: true)]

  @Test(arguments: HostileTexts.all) func inTables(_ text: String) throws {
    let now = Samples.moment
    for screen in Self.screens {
      // The titles and the row; on a narrow screen the columns that are left out.
      for table in [
        KeyTable.rendered([try Samples.key(text)], at: now, on: screen),
        PurchaseTable.rendered([try Samples.purchase(text)], at: now, on: screen),
        ResultTable.rendered([try Samples.result(text)], at: now, on: screen),
        CallbackTable.rendered([try Samples.callback(text)], at: now, on: screen),
        LedgerTable.rendered([try Samples.ledger(text)], on: screen),
        BudgetTable.rendered([try Samples.budget(text)], on: screen),
      ] {
        let isShort = Plain.text(table).contains("(no room here for: ")
        Harmless.expect(table, lines: isShort ? 3 : 2)
      }
      Harmless.expect(UsageTable.rendered(Samples.usage(text), on: screen), lines: 3)
      Harmless.expect(PurchaseTable.rendered(try Samples.purchaseDetail(text), on: screen))
      Harmless.expect(ResultTable.rendered(try Samples.resultDetail(text), try Samples.uses(text), on: screen))
      Harmless.expect(KeyTable.rendered(try Samples.key(text), at: now, on: screen))
    }
  }

  @Test(arguments: HostileTexts.all) func inJSON(_ text: String) throws {
    let purchase = try Samples.purchase(text)
    let json = try JSONText.pretty([purchase])
    Harmless.expect(json)
    #expect(try JSONDecoder().decode([GenerationSummary].self, from: Data(json.utf8)) == [purchase])
    let line = try JSONText.line(purchase)
    Harmless.expect(line, lines: 1)
    #expect(try JSONDecoder().decode(GenerationSummary.self, from: Data(line.utf8)) == purchase)
  }

  @Test(arguments: HostileTexts.all) func inCSV(_ text: String) throws {
    for csv in [LedgerTable.csv([try Samples.ledger(text)]), UsageTable.csv(Samples.usage(text))] {
      Harmless.expect(csv.replacing("\r\n", with: "\n"), lines: 2)
      let record = Self.fields(of: csv.components(separatedBy: "\r\n").dropLast().last ?? "")
      #expect(record.count == 8, "\(record)")
      for field in record {
        let first = field.unicodeScalars.first { !$0.properties.isWhitespace }
        #expect(first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } != true, "\(field)")
      }
    }
  }

  @Test(arguments: HostileTexts.all) func inAWatchedScreen(_ text: String) throws {
    let page = Page(
      result: PurchaseTable.rendered([try Samples.purchase(text)], at: Samples.moment, on: Screen(width: 80)), remarks: [text])
    let frame = WatchFrame(page: page, title: text, interval: .seconds(2), at: Samples.moment)
    for line in frame.lines(on: Screen(width: 80, height: 24)) {
      Harmless.expect(line)
      #expect(DisplayText.width(line) <= 80)
    }
  }

  /// A record of RFC 4180, read by scalars as a spreadsheet does.
  private static func fields(of record: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    for scalar in record.unicodeScalars {
      switch scalar {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].unicodeScalars.append(scalar)
      }
    }
    return fields
  }
}
