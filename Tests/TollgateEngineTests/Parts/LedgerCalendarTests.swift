import Foundation
import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("The ledger's days and months")
struct LedgerCalendarTests {
  /// A day, its first moment and that of the next, in milliseconds. Computed from the time zone database by another program.
  struct Day: Sendable, CustomTestStringConvertible {
    let zone: String
    let day: Int32
    let start: Int64
    let end: Int64

    var testDescription: String { "\(day) in \(zone), \(Double(end - start) / 3_600_000) hours" }
  }

  static let days = [
    Day(zone: "UTC", day: 20_261_231, start: 1_798_675_200_000, end: 1_798_761_600_000),
    Day(zone: "UTC", day: 20_240_229, start: 1_709_164_800_000, end: 1_709_251_200_000),
    // The clocks go forward and back in the night.
    Day(zone: "Europe/Berlin", day: 20_260_329, start: 1_774_738_800_000, end: 1_774_821_600_000),
    Day(zone: "Europe/Berlin", day: 20_261_025, start: 1_792_879_200_000, end: 1_792_969_200_000),
    Day(zone: "America/New_York", day: 20_260_308, start: 1_772_946_000_000, end: 1_773_028_800_000),
    Day(zone: "America/New_York", day: 20_261_101, start: 1_793_505_600_000, end: 1_793_595_600_000),
    // They go back at midnight, so that 23 o'clock comes twice, and forward, so that the day begins at 1 o'clock.
    Day(zone: "America/Santiago", day: 20_260_404, start: 1_775_271_600_000, end: 1_775_361_600_000),
    Day(zone: "America/Santiago", day: 20_260_906, start: 1_788_667_200_000, end: 1_788_750_000_000),
    // Half and quarter hours; on Lord Howe Island the clocks move by half an hour.
    Day(zone: "Asia/Kolkata", day: 20_261_231, start: 1_798_655_400_000, end: 1_798_741_800_000),
    Day(zone: "Asia/Kathmandu", day: 20_261_123, start: 1_795_371_300_000, end: 1_795_457_700_000),
    Day(zone: "America/St_Johns", day: 20_260_308, start: 1_772_940_600_000, end: 1_773_023_400_000),
    Day(zone: "Australia/Lord_Howe", day: 20_260_405, start: 1_775_307_600_000, end: 1_775_395_800_000),
    Day(zone: "Australia/Lord_Howe", day: 20_261_004, start: 1_791_034_200_000, end: 1_791_118_800_000),
    // Where the year begins first, and where a day was left out.
    Day(zone: "Pacific/Kiritimati", day: 20_261_231, start: 1_798_624_800_000, end: 1_798_711_200_000),
    Day(zone: "Pacific/Apia", day: 20_111_229, start: 1_325_152_800_000, end: 1_325_239_200_000),
  ]

  @Test("a day is from its first moment to the last before the next, in every time zone", arguments: days)
  func boundaries(_ day: Day) throws {
    let calendar = LedgerCalendar(timeZone: try #require(TimeZone(identifier: day.zone)))
    let expected = LedgerWindow(day: day.day, month: day.day / 100)
    func window(_ moment: Int64) -> LedgerWindow { calendar.window(of: Timestamp(millisecondsSince1970: moment)) }
    #expect(window(day.start) == expected && window(day.end - 1) == expected)
    #expect(window(day.start - 1).day < day.day && window(day.end).day > day.day)
    #expect(calendar.end(of: .day(day.day)) == Timestamp(millisecondsSince1970: day.end))
    let isLastOfMonth = window(day.end).month != expected.month
    let monthEnd = try #require(calendar.end(of: .month(expected.month)))
    #expect((monthEnd == Timestamp(millisecondsSince1970: day.end)) == isLastOfMonth)
    #expect(calendar.end(of: .total) == nil)
  }

  @Test(
    "days follow each other without a gap or an overlap, and so do months",
    arguments: [
      "UTC", "Europe/Berlin", "America/Santiago", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo",
      "America/Sao_Paulo",
    ])
  func noGaps(_ zone: String) throws {
    let calendar = LedgerCalendar(timeZone: try #require(TimeZone(identifier: zone)))
    for period in [BudgetPeriod.day, .month] {
      func window(_ moment: Timestamp) throws -> BudgetWindow {
        try #require(calendar.window(of: moment).budgetWindows.first { $0.period == period })
      }
      var moment = Timestamp(millisecondsSince1970: 1_322_700_000_000)  // 2011-12-01T00:40:00Z
      for _ in 0..<(period == .day ? 800 : 190) {
        let now = try window(moment)
        let end = try #require(calendar.end(of: now))
        let (last, next) = (try window(end - .milliseconds(1)), try window(end))
        #expect(end > moment && last == now && next.code > now.code)
        moment = end
      }
    }
  }
}
