import Testing
import TollgateCore

@testable import tollgate

/// Usage as a table and as CSV.
@Suite struct UsageTableTests {
  private static func row(_ name: String?, spent: String, hits: Int = 0) -> UsageReport.Row {
    var row = UsageReport.Row(name: name)
    row.spent = Money(spent) ?? .zero
    row.hits = hits
    return row
  }

  @Test func endsWithTheSum() {
    let report = UsageReport(by: .team, rows: [Self.row("design", spent: "0.04", hits: 2), Self.row(nil, spent: "12")])
    #expect(
      UsageTable.rendered(report, on: Screen(width: 80)) == """
        TEAM     SPENT  HELD  SAVED  PURCHASES  HITS  JOINED  REFUSED
        design   $0.04    $0     $0          0     2       0        0
        -          $12    $0     $0          0     0       0        0
        TOTAL   $12.04    $0     $0          0     2       0        0

        """)
  }

  @Test(arguments: [80, 100, 120])
  func fitsTheTerminal(_ width: Int) {
    let report = UsageReport(by: .model, rows: [Self.row(String(repeating: "long/", count: 40), spent: "123456.123456789")])
    let lines = UsageTable.rendered(report, on: Screen(width: width)).split(separator: "\n")
    #expect(lines.allSatisfy { DisplayText.width(String($0)) <= width })
  }

  @Test func isExactAsCSV() {
    let report = UsageReport(by: .key, rows: [Self.row("alice", spent: "0.000000001", hits: 3), Self.row(nil, spent: "7")])
    #expect(
      UsageTable.csv(report)
        == "key,spent,held,saved,purchases,hits,joined,refused\r\nalice,0.000000001,0,0,0,3,0,0\r\n,7,0,0,0,0,0,0\r\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"),
    ("\t=1", "' =1"), ("\r\n=1", "'  =1"), ("＝1", "'＝1"), ("a=1", "a=1"), ("", ""), ("\u{1B}[31mred", " [31mred"),
  ])
  func runsNoFormula(_ name: String, _ cell: String) {
    #expect(CSVText.harmless(name) == cell)
  }

  @Test func quotesWhatWouldEndAField() {
    #expect(
      CSVText.line(["a,b", "say \"x\"", "a\nb", "c\r\nd", "plain"]) == "\"a,b\",\"say \"\"x\"\"\",\"a\nb\",\"c\r\nd\",plain\r\n"
    )
  }
}
