import Foundation
package import TollgateCore

/// Says in which calendar day and month a moment falls, in one time zone, daylight saving included.
package struct LedgerCalendar: Sendable {
  private let calendar: Calendar

  /// - Parameter timeZoneIdentifier: such as `Europe/Berlin`.
  /// - Returns: `nil` where there is no such time zone.
  package init?(timeZoneIdentifier: String) {
    guard let timeZone = TimeZone(identifier: timeZoneIdentifier) else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
  }

  package func window(of moment: Timestamp) -> LedgerWindow {
    let date = Date(timeIntervalSince1970: Double(moment.millisecondsSince1970) / 1000)
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let month = Int32((parts.year ?? 0) * 100 + (parts.month ?? 0))
    return LedgerWindow(day: month * 100 + Int32(parts.day ?? 0), month: month)
  }
}
