import Foundation
import GRDB
import TollgateCore

/// A stored value that this binary cannot read: the database was changed by hand, or a bit of it flipped.
struct DamagedRow: Error, CustomStringConvertible {
  let description: String
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

extension [UInt8] {
  /// The bytes as SQLite takes them.
  var data: Data { Data(self) }
}

extension String {
  /// The text as SQLite can keep it: a NUL would end it there.
  var storable: String { utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self }
}

extension CacheScope {
  /// Reads the spelling that ``description`` writes.
  init?(stored text: String) {
    if text == "gateway" {
      self = .gateway
    } else if text.hasPrefix("team:") {
      self = .team(String(text.dropFirst(5)))
    } else if text.hasPrefix("key:"), let key = KeyID(hex: text.utf8.dropFirst(4)) {
      self = .key(key)
    } else {
      return nil
    }
  }
}

extension KeyID {
  fileprivate init?(hex digits: Substring.UTF8View) {
    guard digits.count == 32 else { return nil }
    var bytes: [UInt8] = []
    var digits = digits
    while !digits.isEmpty {
      guard let byte = UInt8(String(Substring(digits.prefix(2))), radix: 16) else { return nil }
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    self.init(bytes: bytes)
  }
}
