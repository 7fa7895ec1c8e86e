import Foundation
import TollgateCore

/// A moment as a page shows it.
struct ShownMoment {
  /// For machines.
  let iso: String
  /// For people, in the gateway's time zone.
  let text: String
}

/// Days and times in the gateway's time zone.
struct ConsoleCalendar: Sendable {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private let calendar: Calendar

  init(timeZone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
  }

  /// `28 Nov 2026, 18:42`
  func shown(_ moment: Timestamp) -> ShownMoment {
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date(of: moment))
    let time = [parts.hour, parts.minute].map { String(100 + ($0 ?? 0)).suffix(2) }.joined(separator: ":")
    return ShownMoment(iso: moment.description, text: "\(text(parts)) \(parts.year ?? 0), \(time)")
  }

  /// The day, some days before the one of a moment.
  func day(of moment: Timestamp, before days: Int = 0) -> CalendarDay {
    let date = calendar.date(byAdding: .day, value: -days, to: date(of: moment)) ?? date(of: moment)
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    return CalendarDay(code: Int32((parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0)))
  }

  /// `28 Nov`
  static func text(_ day: CalendarDay) -> String {
    let month = Int(day.code / 100 % 100)
    return "\(day.code % 100) \(months.indices.contains(month - 1) ? months[month - 1] : "")"
  }

  private func text(_ parts: DateComponents) -> String {
    let month = (parts.month ?? 1) - 1
    return "\(parts.day ?? 0) \(Self.months.indices.contains(month) ? Self.months[month] : "")"
  }

  private func date(of moment: Timestamp) -> Date {
    Date(timeIntervalSince1970: Double(moment.millisecondsSince1970) / 1000)
  }
}
