/// A day of the Gregorian calendar, without a time zone.
package struct CalendarDay: Sendable, Hashable {
  private static let daysOfMonths: [Int32] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// The day as `yyyymmdd`.
  package let code: Int32

  /// The day that the ledger wrote so.
  package init(code: Int32) { self.code = code }

  /// Reads `2026-11-23`; `nil` for any other form, and for a day that there is not.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: "-") }),
      let year = Int32(parts[0]), let month = Int32(parts[1]), let day = Int32(parts[2]), year >= 1000,
      (1...12).contains(month)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let last = Self.daysOfMonths[Int(month) - 1] + (month == 2 && isLeap ? 1 : 0)
    guard (1...last).contains(day) else { return nil }
    code = year * 10_000 + month * 100 + day
  }
}

extension CalendarDay: CustomStringConvertible {
  /// The day as `2026-11-23`.
  package var description: String {
    let digits = String(code)
    return "\(digits.dropLast(4))-\(digits.dropLast(2).suffix(2))-\(digits.suffix(2))"
  }
}
