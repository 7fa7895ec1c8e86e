import ArgumentParser
import Foundation
import TollgateCore

/// Reads arguments, each with its own sentence about what it may be.
enum ArgumentReading {
  static func generation(_ text: String) throws -> GenerationNumber {
    guard let number = GenerationNumber(text) else {
      throw ValidationError("\"\(text)\" names no job of the gateway; they are written g17, as tollgate jobs list shows them.")
    }
    return number
  }

  /// A whole number with its unit: `250ms`, `5s`, `10m`, `12h`, `30d`.
  static func duration(_ text: String) throws -> Duration {
    let units: [String: Int64] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count <= 9, let count = Int64(digits), let unit = units[String(text[digits.endIndex...])] else {
      throw ValidationError("\"\(text)\" is no duration; write a whole number with ms, s, m, h or d, such as 250ms or 10m.")
    }
    return .milliseconds(count * unit)
  }

  static func fraction(_ text: String) throws -> Double {
    guard let fraction = Double(text), (0...1).contains(fraction) else {
      throw ValidationError("\"\(text)\" is no fraction; write a number from 0 to 1, such as 0.05.")
    }
    return fraction
  }

  static func dollars(_ text: String) throws -> Money {
    guard let money = Money(text) else {
      throw ValidationError("\"\(text)\" is no amount of dollars; write it such as 0.05.")
    }
    return money
  }

  static func port(_ text: String) throws -> Int {
    guard let port = Int(text), (0...65_535).contains(port) else {
      throw ValidationError("\"\(text)\" is no port; write a number from 1 to 65535, or 0 for any free one.")
    }
    return port
  }

  /// `2027-01-01`, which means its first moment in `zone`, or a time such as `2027-01-01T12:00:00Z`.
  static func moment(_ text: String, in zone: TimeZone) throws -> Timestamp {
    let day = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
    if let date = try? day.parse(text), day.format(date) == text {
      // Some zones turn their clocks at midnight, so that a day need not begin at 00:00.
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      return timestamp(calendar.startOfDay(for: date))
    }
    if text.contains("T"), let date = try? Date(text, strategy: .iso8601) { return timestamp(date) }
    throw ValidationError("\"\(text)\" is no moment; write a date such as 2027-01-01, or a time such as 2027-01-01T12:00:00Z.")
  }

  private static func timestamp(_ date: Date) -> Timestamp {
    Timestamp(millisecondsSince1970: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }
}

extension GenerationState: ExpressibleByArgument {}
