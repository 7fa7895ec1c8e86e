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
    return ShownMoment(iso: moment.description, text: "\(text(parts)) \(parts.year ?? 0), \(Self.clock(parts))")
  }

  /// The time zone's name, such as `Europe/Berlin`.
  var zone: String { calendar.timeZone.identifier == "GMT" ? "UTC" : calendar.timeZone.identifier }

  /// The first day of a moment's month.
  func firstOfMonth(of moment: Timestamp) -> CalendarDay { CalendarDay(code: day(of: moment).code / 100 * 100 + 1) }

  /// `28 Nov, 18:00`
  func hour(of moment: Timestamp) -> String {
    let parts = calendar.dateComponents([.month, .day, .hour, .minute], from: date(of: moment))
    return "\(text(parts)), \(Self.clock(parts))"
  }

  /// `2027-01-01T09:30`, as a field for a date and a time has it.
  func entry(_ moment: Timestamp) -> String {
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date(of: moment))
    func padded(_ number: Int?, _ width: Int) -> String {
      let digits = String(number ?? 0)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let day = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    let time = "\(padded(parts.hour, 2)):\(padded(parts.minute, 2))"
    return parts.second == 0 ? "\(day)T\(time)" : "\(day)T\(time):\(padded(parts.second, 2))"
  }

  /// The moment that such a field says, or the first one of a date; `nil` where it says none.
  func moment(_ entry: String) -> Timestamp? {
    guard
      let match = entry.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3)
    else { return nil }
    let (hour, minute, second) = (Self.number(match.4), Self.number(match.5), Self.number(match.6))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    let parts = DateComponents(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    // A day that there is not would become one of the next month.
    guard let date = calendar.date(from: parts),
      calendar.dateComponents([.year, .month, .day], from: date) == DateComponents(year: year, month: month, day: day)
    else { return nil }
    return Timestamp(millisecondsSince1970: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }

  private static func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }

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

  /// `18:42`
  private static func clock(_ parts: DateComponents) -> String {
    [parts.hour, parts.minute].map { String(100 + ($0 ?? 0)).suffix(2) }.joined(separator: ":")
  }

  private func text(_ parts: DateComponents) -> String {
    let month = (parts.month ?? 1) - 1
    return "\(parts.day ?? 0) \(Self.months.indices.contains(month) ? Self.months[month] : "")"
  }

  private func date(of moment: Timestamp) -> Date {
    Date(timeIntervalSince1970: Double(moment.millisecondsSince1970) / 1000)
  }
}
