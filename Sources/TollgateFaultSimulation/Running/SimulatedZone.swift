import Foundation
import TollgateCore

/// Time zones of which is known here, without anybody's calendar, what day it is: in 2026 and on New Year's Day after it.
enum SimulatedZone: String, CaseIterable {
  case greenwich = "GMT"
  case berlin = "Europe/Berlin"
  /// Daylight saving begins at midnight: a day without its first hour.
  case santiago = "America/Santiago"

  /// Moments near a month's end, the year's end, and each zone's changes to and from daylight saving.
  static let starts: [Timestamp] = [
    1_774_985_400_000,  // 2026-03-31T19:30:00Z
    1_774_731_600_000,  // 2026-03-28T21:00:00Z
    1_792_868_400_000,  // 2026-10-24T19:00:00Z
    1_798_729_200_000,  // 2026-12-31T15:00:00Z
    1_775_340_000_000,  // 2026-04-04T22:00:00Z
    1_788_645_600_000,  // 2026-09-05T22:00:00Z
  ].map { Timestamp(millisecondsSince1970: $0) }

  /// `nil` where the machine does not know the zone.
  var timeZone: TimeZone? { TimeZone(identifier: rawValue) }

  /// The day and month of a moment.
  func window(of moment: Timestamp) -> LedgerWindow {
    let seconds = moment.millisecondsSince1970 / 1000
    let (year, month, day) = Self.date(ofDay: (seconds + offset(at: seconds)) / 86_400)
    return LedgerWindow(day: (year * 100 + month) * 100 + day, month: year * 100 + month)
  }

  /// In seconds ahead of Greenwich.
  private func offset(at seconds: Int64) -> Int64 {
    switch self {
    case .greenwich: 0
    case .berlin: 1_774_746_000..<1_792_890_000 ~= seconds ? 7200 : 3600
    case .santiago: 1_775_358_000..<1_788_667_200 ~= seconds ? -14_400 : -10_800
    }
  }

  /// The date of a day since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
  private static func date(ofDay days: Int64) -> (year: Int32, month: Int32, day: Int32) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * march + 2) / 5 + 1
    let month = march < 10 ? march + 3 : march - 9
    return (Int32(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int32(month), Int32(day))
  }
}
