import Testing
import TollgateCore

/// Days as people write them.
@Suite struct CalendarDayTests {
  @Test(
    arguments: [
      ("2026-11-23", 2026_11_23), ("2028-02-29", 2028_02_29), ("2000-02-29", 2000_02_29), ("1000-01-01", 1000_01_01),
      ("9999-12-31", 9999_12_31),
    ] as [(String, Int32)])
  func isReadAndWritten(_ text: String, _ code: Int32) {
    #expect(CalendarDay(text)?.code == code)
    #expect(CalendarDay(code: code).description == text)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-1-23", "2026-11-3", "26-11-23", "2026-13-01", "2026-00-10", "2026-11-31", "2026-11-00",
    "2026-02-29", "1900-02-29", "0999-01-01", "2026/11/23", "2026-11-23 ", "2026-11-23T00:00:00Z", "-026-11-23", "+026-11-23",
    "2026--1-23", "２026-11-23",
  ])
  func isRefused(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }
}
