import Foundation
import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("The ledger's days and months")
struct LedgerCalendarTests {
  @Test(
    "a moment's window follows the time zone, daylight saving included",
    arguments: [
      ("UTC", 1_774_738_799_999, 20_260_328), ("UTC", 1_774_742_400_000, 20_260_329),
      // 2026-03-29 in Berlin begins at 23:00 UTC and, losing an hour, ends at 22:00 UTC.
      ("Europe/Berlin", 1_774_738_799_999, 20_260_328), ("Europe/Berlin", 1_774_738_800_000, 20_260_329),
      ("Europe/Berlin", 1_774_821_599_999, 20_260_329), ("Europe/Berlin", 1_774_821_600_000, 20_260_330),
    ] as [(String, Int64, Int32)])
  func windows(zone: String, milliseconds: Int64, day: Int32) throws {
    let calendar = LedgerCalendar(timeZone: try #require(TimeZone(identifier: zone)))
    let window = calendar.window(of: Timestamp(millisecondsSince1970: milliseconds))
    #expect(window == LedgerWindow(day: day, month: day / 100))
  }
}
