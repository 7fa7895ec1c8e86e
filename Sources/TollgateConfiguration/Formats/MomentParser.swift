package import Foundation
package import TollgateCore

/// Reads moments: `2027-01-01`, `2027-01-01T12:00:00Z` and `2027-01-01T12:00:00.250+02:00`.
package struct MomentParser {
  private let zone: TimeZone

  /// - Parameter zone: where a date without a time begins.
  package init(zone: TimeZone) { self.zone = zone }

  /// `nil` where the text has another form, or no calendar has that day or time.
  package func read(_ text: String) -> Timestamp? {
    var rest = text[...]
    guard let year = number(&rest, digits: 4), take("-", &rest), let month = number(&rest, digits: 2), take("-", &rest),
      let day = number(&rest, digits: 2)
    else { return nil }
    let date = DateComponents(year: year, month: month, day: day)
    if rest.isEmpty { return startOfDay(date) }

    guard take("T", &rest), let hour = number(&rest, digits: 2), hour < 24, take(":", &rest),
      let minute = number(&rest, digits: 2), minute < 60, take(":", &rest), let second = number(&rest, digits: 2), second < 60,
      let milliseconds = fraction(&rest), let offset = offset(&rest), rest.isEmpty,
      let midnight = milliseconds1970(date, in: .gmt)
    else { return nil }
    let seconds = Int64(hour * 3600 + minute * 60 + second - offset)
    return Timestamp(millisecondsSince1970: midnight + seconds * 1000 + milliseconds)
  }

  /// The first moment of the day, which is not always 00:00: some zones turn their clocks at midnight.
  private func startOfDay(_ date: DateComponents) -> Timestamp? {
    guard milliseconds1970(date, in: .gmt) != nil else { return nil }
    var noon = date
    noon.hour = 12
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    guard let moment = calendar.date(from: noon) else { return nil }
    let start = calendar.startOfDay(for: moment)
    return Timestamp(millisecondsSince1970: Int64((start.timeIntervalSince1970 * 1000).rounded()))
  }

  /// The midnight that begins a date; `nil` where there is no such date.
  private func milliseconds1970(_ date: DateComponents, in zone: TimeZone) -> Int64? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    guard date.isValidDate(in: calendar), let moment = calendar.date(from: date) else { return nil }
    return Int64((moment.timeIntervalSince1970 * 1000).rounded())
  }

  private func number(_ rest: inout Substring, digits count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.utf8.count == count, digits.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
    rest = rest.dropFirst(count)
    return Int(digits)
  }

  private func take(_ character: Character, _ rest: inout Substring) -> Bool {
    guard rest.first == character else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Milliseconds of `.250`; what is finer is dropped.
  private func fraction(_ rest: inout Substring) -> Int64? {
    guard take(".", &rest) else { return 0 }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(digits.count) else { return nil }
    rest = rest[digits.endIndex...]
    return Int64((digits + "00").prefix(3))
  }

  /// Seconds east of Greenwich.
  private func offset(_ rest: inout Substring) -> Int? {
    if take("Z", &rest) { return 0 }
    let sign = rest.first == "-" ? -1 : 1
    guard take("+", &rest) || take("-", &rest), let hours = number(&rest, digits: 2), hours < 24, take(":", &rest),
      let minutes = number(&rest, digits: 2), minutes < 60
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
