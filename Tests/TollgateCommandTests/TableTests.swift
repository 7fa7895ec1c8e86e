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
    let text = Self.table([["g1", "$0.04", "first"], ["g100", "$12", nil]]).rendered(on: Screen())
    #expect(
      text == """
        JOB    HELD  NOTE
        g1    $0.04  first
        g100    $12  -

        """)
  }

  @Test(arguments: [30, 40, 60, 80])
  func fitsTheTerminal(_ width: Int) {
    let text = Self.table([["g1", "$0.04", String(repeating: "long ", count: 40)]]).rendered(on: Screen(width: width))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { DisplayText.width(String($0)) <= width })
    #expect(lines.last?.hasSuffix("…") == true)
  }

  @Test func shortensNothingWithoutATerminal() {
    let note = String(repeating: "x", count: 500)
    #expect(Self.table([["g1", "$1", note]]).rendered(on: Screen()).contains(note))
  }

  @Test func keepsWhatMayNotShrink() {
    #expect(
      Self.table([["g68719476735", "$1000000", "note"]]).rendered(on: Screen(width: 10)).contains("g68719476735  $1000000"))
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
    #expect(Self.table([["g1", "$1", "图片图片图片图片"]]).rendered(on: Screen(width: 21)).contains("图片图片…"))
  }

  @Test func countsMarksNotAtAllAndPicturesTwice() {
    #expect(["e\u{301}", "é", "☕", "👍", "🇩🇪", "✔", "🌡", "각", "👍🏽"].map(DisplayText.width) == [1, 1, 2, 2, 2, 1, 1, 2, 4])
    // Conjoining letters of one syllable stand in one square.
    #expect(DisplayText.width("\u{1100}\u{1161}\u{11A8}") == 2)
    #expect(DisplayText.shortened("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
    #expect(DisplayText.shortened("ab图", to: 3) == "ab…")
  }

  @Test func picturesAreSimplerThanTheyWere() {
    #expect(DisplayText.plain("❤\u{FE0F} 👨\u{200D}👩\u{200D}👧") == "❤ 👨👩👧")
    // Between letters, what joins them is hidden text.
    #expect(DisplayText.plain("a\u{200D}b1\u{200D}2") == "a\u{FFFD}b1\u{FFFD}2")
    #expect(DisplayText.plain("A" + String(repeating: "\u{301}", count: 50)) == "A" + String(repeating: "\u{301}", count: 4))
  }

  @Test func cutsNamesInTheirMiddle() {
    let model = "google/nano-banana-2/text-to-image"
    #expect(DisplayText.shortened(model, to: 20, at: .middle) == "google/nan…-to-image")
    #expect(DisplayText.shortened(model, to: 34, at: .middle) == model)
    for columns in 0...40 {
      #expect(DisplayText.width(DisplayText.shortened("图" + model, to: columns, at: .middle)) <= columns)
    }
  }

  @Test func leavesColumnsOutWhereNothingElseHelps() {
    var table = TextTable([
      .init("NAME", mayShrink: true), .init("SPENT", isRightAligned: true), .init("CREATED", leaving: 1),
      .init("USED", leaving: 2),
    ])
    table.append([String(repeating: "n", count: 30), "$123456.123456789", "2026-11-29 20:00Z", "5m"])
    let wide = table.rendered(on: Screen(width: 60))
    #expect(wide.contains("CREATED") && wide.contains("…  $123456.123456789  2026-11-29 20:00Z  5m\n"))
    let narrow = table.rendered(on: Screen(width: 40))
    #expect(narrow.hasSuffix("…  $123456.123456789  5m\n(no room here for: CREATED)\n"), "\(narrow)")
    #expect(table.rendered(on: Screen(width: 28)).hasSuffix("$123456.123456789\n(no room here for: CREATED,…\n"))
    for width in [28, 30, 40, 60, 100] {
      let lines = table.rendered(on: Screen(width: width)).split(separator: "\n")
      #expect(lines.allSatisfy { DisplayText.width(String($0)) <= width })
    }
  }

  @Test(
    arguments: [
      (0, "0s"), (59, "59s"), (61, "1m 1s"), (3600, "1h"), (90_061, "1d 1h"), (-5, "0s"),
    ] as [(Int, String)])
  func writesDurationsInTwoUnits(_ seconds: Int, _ text: String) {
    #expect(DisplayText.duration(.seconds(seconds)) == text)
  }
}
