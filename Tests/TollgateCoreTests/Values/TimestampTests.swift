import Foundation
import Testing
import TollgateCore

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_774_895_845_678, "2026-03-30T18:37:25.678Z"),
      (951_782_399_999, "2000-02-28T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (4_107_456_000_000, "2100-02-28T00:00:00.000Z"),
      (-1, "1969-12-31T23:59:59.999Z"), (-86_400_000, "1969-12-31T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ] as [(Int64, String)]) func writesISO8601(_ milliseconds: Int64, text: String) throws
  {
    let moment = Timestamp(millisecondsSince1970: milliseconds)
    #expect(moment.description == text)
    #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([moment])) == [moment])
  }

  /// A day at a time through four centuries, against a calendar written down the slow way.
  @Test func knowsEveryDayOfAGregorianCycle() {
    var (year, month, day) = (1900, 1, 1)
    let first: Int64 = -25_567
    for offset in Int64(0)..<146_097 {
      let text = Timestamp(millisecondsSince1970: (first + offset) * 86_400_000).description.utf8
      let digits = text.prefix(10).filter { $0 != UInt8(ascii: "-") }.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      if digits != year * 10_000 + month * 100 + day {
        Issue.record(
          "day \(first + offset) is \(String(decoding: Array(text), as: UTF8.self)) instead of \(year)-\(month)-\(day)")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
      day += 1
      if day > length { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
  }

  @Test func calculates() {
    let moment = Timestamp(millisecondsSince1970: 1_000_000)
    #expect(moment + .seconds(2) == Timestamp(millisecondsSince1970: 1_002_000))
    #expect(moment - .milliseconds(1) == Timestamp(millisecondsSince1970: 999_999))
    #expect((moment + .seconds(2)).since(moment) == .seconds(2))
    #expect(moment.since(moment + .seconds(2)) == .seconds(-2))
    #expect(moment < moment + .milliseconds(1))
  }

  @Test(
    arguments: [
      (Duration.zero, 0), (.milliseconds(1500), 1500), (.microseconds(1999), 1), (.seconds(-2), -2000),
      (.seconds(86_400 * 365_000), 31_536_000_000_000),
    ] as [(Duration, Int64)])
  func measuresDurations(_ duration: Duration, milliseconds: Int64) {
    #expect(duration.wholeMilliseconds == milliseconds)
  }
}
