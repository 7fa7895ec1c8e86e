import Testing

@testable import tollgate

/// Tables for people.
@Suite struct TableTests {
  private static func table(_ rows: [[String?]]) -> TextTable {
    var table = TextTable([.init("JOB"), .init("HELD", isRightAligned: true), .init("NOTE", mayShrink: true)])
    for row in rows { table.append(row) }
    return table
  }

  @Test func alignsColumnsAndEndsLinesWithoutSpaces() {
    let text = Self.table([["g1", "$0.04", "first"], ["g100", "$12", nil]]).rendered(width: nil)
    #expect(
      text == """
        JOB    HELD  NOTE
        g1    $0.04  first
        g100    $12  -

        """)
  }

  @Test(arguments: [30, 40, 60, 80])
  func fitsTheTerminal(_ width: Int) {
    let text = Self.table([["g1", "$0.04", String(repeating: "long ", count: 40)]]).rendered(width: width)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { DisplayText.width(String($0)) <= width })
    #expect(lines.last?.hasSuffix("…") == true)
  }

  @Test func shortensNothingWithoutATerminal() {
    let note = String(repeating: "x", count: 500)
    #expect(Self.table([["g1", "$1", note]]).rendered(width: nil).contains(note))
  }

  @Test func keepsWhatMayNotShrink() {
    #expect(Self.table([["g68719476735", "$1000000", "note"]]).rendered(width: 10).contains("g68719476735  $1000000"))
  }

  @Test(arguments: [
    ("a\nb", "a b"), ("\u{1B}[31mred", " [31mred"), ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{0}b", "a b"), ("é 图", "é 图"),
  ])
  func takesControlFromCells(_ cell: String, _ shown: String) {
    #expect(DisplayText.plain(cell) == shown)
  }

  @Test func countsEastAsianCharactersTwice() {
    #expect(DisplayText.width("图片ab") == 6)
    #expect(DisplayText.shortened("图片图片", to: 6) == "图片…")
    #expect(Self.table([["g1", "$1", "图片图片图片图片"]]).rendered(width: 21).contains("图片图片…"))
  }

  @Test(
    arguments: [
      (0, "0s"), (59, "59s"), (61, "1m 1s"), (3600, "1h"), (90_061, "1d 1h"), (-5, "0s"),
    ] as [(Int, String)])
  func writesDurationsInTwoUnits(_ seconds: Int, _ text: String) {
    #expect(DisplayText.duration(.seconds(seconds)) == text)
  }
}
