import Foundation
import TollgateCore

/// Numbers as people read them.
enum ShownText {
  /// `$1,234.50`: exact, with two places at least.
  static func money(_ amount: Money) -> String {
    let parts = DecimalDigits(amount).description.drop { $0 == "-" }.split(separator: ".")
    let places = parts.count == 2 ? String(parts[1]) : ""
    let padded = places + String(repeating: "0", count: max(0, 2 - places.count))
    return (amount < .zero ? "−$" : "$") + grouped(String(parts[0])) + "." + padded
  }

  /// `12,345`
  static func count(_ number: Int) -> String { (number < 0 ? "−" : "") + grouped(String(number.magnitude)) }

  /// One thing or several: `1 file`, `3 files`.
  static func count(_ number: Int, _ one: String, _ several: String) -> String {
    "\(count(number)) \(number == 1 ? one : several)"
  }

  /// `1.5 MB`
  static func bytes(_ size: Int64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"]
    var (whole, rest, unit) = (size, Int64(0), 0)
    while whole >= 1000, unit + 1 < units.count {
      rest = whole % 1000 / 100
      whole /= 1000
      unit += 1
    }
    return unit > 0 && whole < 10 ? "\(whole).\(rest) \(units[unit])" : "\(whole) \(units[unit])"
  }

  /// The time until something happens: `3 d 4 h`, `5 h 12 min`, `40 s`.
  static func duration(_ duration: Duration) -> String {
    let seconds = max(0, duration.components.seconds)
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
    if days > 0 { return hours > 0 ? "\(days) d \(hours) h" : "\(days) d" }
    if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
    return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
  }

  /// A part of a whole in percent; `nil` of nothing.
  static func percent(_ part: Int, of whole: Int) -> String? {
    guard whole > 0 else { return nil }
    return "\((part * 100 + whole / 2) / whole) %"
  }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
