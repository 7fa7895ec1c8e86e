import ArgumentParser
import Foundation
import TollgateConfiguration
import TollgateCore

/// Reads arguments, each with its own sentence about what it may be.
enum ArgumentReading {
  static func purchase(_ text: String) throws -> GenerationNumber {
    guard let number = GenerationNumber(text) else {
      throw ValidationError("\"\(text)\" is not a purchase; write it like g17, as tollgate jobs list shows it.")
    }
    return number
  }

  static func callback(_ text: String) throws -> CallbackID {
    guard let id = CallbackID(text) else {
      throw ValidationError("\"\(text)\" is not a callback; write it like c17, as tollgate callbacks list shows it.")
    }
    return id
  }

  static func asset(_ text: String) throws -> AssetName {
    guard let name = AssetName(text) else {
      throw ValidationError("\"\(text)\" is no file; write a name as tollgate assets list shows it, or a SHA-256 in hex.")
    }
    return name
  }

  /// A hundred years in milliseconds: the most of any setting, and far from the end of every clock.
  private static let longestDuration: Int64 = 36_500 * 86_400_000

  /// A whole number with its unit: `250ms`, `5s`, `10m`, `12h`, `30d`.
  static func duration(_ text: String) throws -> Duration {
    guard let milliseconds = UnitTable.time.read(text), milliseconds <= longestDuration else {
      throw ValidationError("\"\(text)\" is no duration; write a whole number with ms, s, m, h or d, such as 250ms or 10m.")
    }
    return .milliseconds(milliseconds)
  }

  /// A whole number with its unit: `64KB`, `500MiB`.
  static func size(_ text: String) throws -> ByteCount {
    guard let bytes = UnitTable.size.read(text), bytes <= 1 << 40 else {
      throw ValidationError("\"\(text)\" is no size; write a whole number with B, KB, MB or GB, such as 64KB or 500MB.")
    }
    return ByteCount(bytes: Int(bytes))
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

  /// A day such as `2026-11-23`.
  static func day(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(text) else { throw ValidationError("\"\(text)\" is no day; write it such as 2026-11-23.") }
    return day
  }

  /// `day=5.00`, `month=none`.
  static func budget(_ text: String) throws -> BudgetArgument {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let period = BudgetPeriod(rawValue: String(parts[0])) else {
      throw ValidationError("\"\(text)\" is no budget; write day=5.00, month=100.00 or total=1000.00, or day=none.")
    }
    guard parts[1] != none else { return BudgetArgument(period: period, amount: nil) }
    guard let amount = Money(parts[1]) else {
      throw ValidationError(
        "\"\(parts[1])\" is no amount of dollars; write it such as \(period.rawValue)=5.00, or \(period.rawValue)=none.")
    }
    return BudgetArgument(period: period, amount: amount)
  }

  /// A whole number, or `none`.
  static func limit(_ text: String) throws -> NumberArgument {
    guard text != none else { return NumberArgument(number: nil) }
    guard let number = Int(text), LimitChange.numbers.contains(number) else {
      throw ValidationError(
        "\"\(text)\" is no limit; write a whole number from 1 to \(LimitChange.numbers.upperBound), or none.")
    }
    return NumberArgument(number: number)
  }

  /// What stands in place of a limit where there is none.
  private static let none = "none"

  static func port(_ text: String) throws -> Int {
    guard let port = Int(text), (0...65_535).contains(port) else {
      throw ValidationError("\"\(text)\" is no port; write a number from 1 to 65535, or 0 for any free one.")
    }
    return port
  }

  /// `2027-01-01`, which means its first moment in `zone`, or a time such as `2027-01-01T12:00:00Z`.
  static func moment(_ text: String, in zone: TimeZone) throws -> Timestamp {
    guard let moment = MomentParser(zone: zone).read(text) else {
      throw ValidationError(
        "\"\(text)\" is no moment; write a date such as 2027-01-01, or a time such as 2027-01-01T12:00:00Z.")
    }
    return moment
  }

  /// A moment from which on a key is to be refused.
  static func expiry(_ text: String, after now: Timestamp, in zone: TimeZone) throws -> Timestamp {
    let expiry = try moment(text, in: zone)
    guard expiry > now else {
      throw ValidationError("\(text) has passed, so the key would never be accepted; write a later date.")
    }
    return expiry
  }

  /// A date or a time in the past, or how long ago it was, such as `7d`.
  static func past(_ text: String, before now: Timestamp, in zone: TimeZone) throws -> Timestamp {
    if let moment = MomentParser(zone: zone).read(text) { return moment }
    guard let milliseconds = UnitTable.time.read(text), milliseconds <= longestDuration else {
      throw ValidationError("\"\(text)\" is no moment; write a date such as 2026-11-01, or how long ago, such as 7d or 12h.")
    }
    return now - .milliseconds(milliseconds)
  }
}

extension GenerationState: ExpressibleByArgument {}
extension CallbackState: ExpressibleByArgument {}
extension LedgerEntry.Kind: ExpressibleByArgument {}
extension UsageSeriesQuery.Step: ExpressibleByArgument {}
