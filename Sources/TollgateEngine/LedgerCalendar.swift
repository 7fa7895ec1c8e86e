import Foundation
import TollgateCore

/// Says in which calendar day and month a moment falls, in one time zone, daylight saving included.
struct LedgerCalendar: Sendable {
  private let calendar: Calendar

  init(timeZone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
  }

  func window(of moment: Timestamp) -> LedgerWindow {
    let date = Date(timeIntervalSince1970: Double(moment.millisecondsSince1970) / 1000)
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let month = Int32((parts.year ?? 0) * 100 + (parts.month ?? 0))
    return LedgerWindow(day: month * 100 + Int32(parts.day ?? 0), month: month)
  }
}
