/// A moment of the calendar clock, in whole milliseconds since 1970-01-01T00:00:00Z. It comes from a ``TimeSource`` and is
/// stored as the integer.
package struct Timestamp: Sendable, Hashable, Comparable, Codable {
  /// Negative before 1970.
  package let millisecondsSince1970: Int64

  /// The first moment whose year has five digits.
  package static let year10000 = Timestamp(millisecondsSince1970: 253_402_300_800_000)

  /// So many milliseconds after 1970 began.
  package init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

  /// Whether `left` comes before `right`.
  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.millisecondsSince1970 < right.millisecondsSince1970
  }

  /// The moment a duration later, whose part below a millisecond is dropped.
  package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(millisecondsSince1970: moment.millisecondsSince1970 + duration.wholeMilliseconds)
  }

  /// The moment a duration earlier, whose part below a millisecond is dropped.
  package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(millisecondsSince1970: moment.millisecondsSince1970 - duration.wholeMilliseconds)
  }

  /// The time from `earlier` to this moment; negative where the clock went back.
  package func since(_ earlier: Timestamp) -> Duration {
    .milliseconds(millisecondsSince1970 - earlier.millisecondsSince1970)
  }

  /// Reads the integer.
  package init(from decoder: any Decoder) throws {
    millisecondsSince1970 = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the integer.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(millisecondsSince1970)
  }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 in UTC with milliseconds, as the upstream writes times: `2026-03-30T18:37:25.678Z`.
  package var description: String {
    let (days, millisecondOfDay) = floorDivide(millisecondsSince1970, by: 86_400_000)
    let (year, month, day) = Self.civilDate(daysSince1970: days)
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let hours = padded(millisecondOfDay / 3_600_000, 2)
    let minutes = padded(millisecondOfDay / 60_000 % 60, 2)
    let seconds = padded(millisecondOfDay / 1000 % 60, 2)
    return "\(date)T\(hours):\(minutes):\(seconds).\(padded(millisecondOfDay % 1000, 3))Z"
  }

  /// The proleptic Gregorian date of a day, after Howard Hinnant's `civil_from_days`
  /// (<https://howardhinnant.github.io/date_algorithms.html>).
  private static func civilDate(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(daysSince1970 + 719_468, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

/// Division that rounds towards negative infinity, with its never negative remainder.
private func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
  let remainder = value % divisor
  return remainder >= 0 ? (value / divisor, remainder) : (value / divisor - 1, remainder + divisor)
}

extension Duration {
  /// The duration in milliseconds, rounded towards zero.
  package var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
