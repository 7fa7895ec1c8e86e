package import Foundation
import TollgateCore

/// Says in which calendar day and month a moment falls, in one time zone, daylight saving included.
package struct LedgerCalendar: Sendable {
  private let calendar: Calendar

  /// The calendar of a time zone.
  package init(timeZone: TimeZone) {
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

extension LedgerCalendar {
  /// When a budget's window ends and the next begins: the first moment of the next day or month, also where daylight saving
  /// begins or ends at midnight. `nil` for a window that never ends.
  func end(of window: BudgetWindow) -> Timestamp? {
    switch window {
    case .total: nil
    case .month(let month): start(year: month / 100, month: month % 100 + 1, day: 1)
    case .day(let day): start(year: day / 10_000, month: day / 100 % 100, day: day % 100 + 1)
    }
  }

  /// When a day, as `yyyymmdd`, begins; `nil` for what is none.
  func start(of day: Int32) -> Timestamp? { start(year: day / 10_000, month: day / 100 % 100, day: day % 100) }

  /// The first moment of a day. A month after December, and a day after the month's last, are those of the next.
  private func start(year: Int32, month: Int32, day: Int32) -> Timestamp? {
    let parts = DateComponents(year: Int(year), month: Int(month), day: Int(day), hour: 12)
    guard let noon = calendar.date(from: parts) else { return nil }
    let start = calendar.startOfDay(for: noon)
    return Timestamp(millisecondsSince1970: Int64((start.timeIntervalSince1970 * 1000).rounded()))
  }
}
