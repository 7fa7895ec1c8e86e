import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// A text from outside stays a text wherever the command line shows it.
@Suite struct HostileOutputTests {
  private static let screens = [Screen(), Screen(width: 80), Screen(width: 160, isColoured: true)]

  @Test(arguments: Rendering.all) func forPeople(_ rendering: Rendering) throws {
    for text in HostileTexts.all {
      for screen in Self.screens {
        let shown = try rendering.shown(text, on: screen)
        guard case .table(let lines) = rendering.form else {
          Harmless.expect(shown)
          continue
        }
        // On a narrow screen the columns that are left out are named below.
        Harmless.expect(shown, lines: Plain.text(shown).contains("(no room here for: ") ? lines + 1 : lines)
      }
    }
  }

  @Test(arguments: HostileTexts.all) func inOneResult(_ text: String) throws {
    for screen in Self.screens {
      Harmless.expect(ResultTable.rendered(try Samples.resultDetail(text), try Samples.uses(text), on: screen))
    }
  }

  @Test(arguments: HostileTexts.all) func inRemarks(_ text: String) throws {
    for remark in StatusText.remarks(on: try Samples.health(text)) + [KeysChange.remark(on: try Samples.key(text))] {
      for line in Console.lines(ofRemark: remark, width: 80) { Harmless.expect(line, lines: 1) }
      #expect(Console.lines(ofRemark: remark, width: nil).count == 1)
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
