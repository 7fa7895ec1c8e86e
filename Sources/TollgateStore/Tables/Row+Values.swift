import Foundation
import GRDB
import TollgateCore

extension Statement {
  /// Reads the first row where it is, which costs half of what ``GRDB/Row/fetchOne(_:arguments:adapter:)`` does: that copies it.
  func first<Value>(_ arguments: StatementArguments, _ read: (Row) throws -> Value) throws -> Value? {
    let rows = try Row.fetchCursor(self, arguments: arguments)
    return try withExtendedLifetime(rows) { try rows.next().map(read) }
  }
}

extension Row {
  /// A value that the schema promises; a value of another type throws instead of trapping.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> Value {
    try decode(atIndex: index)
  }

  func bytes(_ index: Int) throws -> [UInt8] { Array(try decode(Data.self, atIndex: index)) }

  func timestamp(_ index: Int) throws -> Timestamp {
    Timestamp(millisecondsSince1970: try decode(atIndex: index))
  }

  func timestampIfPresent(_ index: Int) throws -> Timestamp? {
    try decode(Int64?.self, atIndex: index).map(Timestamp.init(millisecondsSince1970:))
  }

  func money(_ index: Int) throws -> Money { Money(nanodollars: try decode(atIndex: index)) }

  /// What two columns with dollars and the rest say, or the largest amount.
  func savings(_ index: Int) throws -> Money {
    let (whole, overflow) = (try value(index) as Int64).multipliedReportingOverflow(by: 1_000_000_000)
    return Money(nanodollars: overflow ? .max : whole).addingSaturating(try money(index + 1))
  }

  func generationNumber(_ index: Int) throws -> GenerationNumber {
    try required(GenerationNumber(try decode(Int64.self, atIndex: index)), "a generation's number")
  }

  func keyID(_ index: Int) throws -> KeyID { try required(KeyID(bytes: try bytes(index)), "a key's id") }

  func state(_ index: Int) throws -> GenerationState {
    try required(GenerationState(rawValue: try decode(atIndex: index)), "a generation's state")
  }

  func required<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw DamagedRow(description: "a row holds what is not \(what); restore a backup") }
    return value
  }
}
