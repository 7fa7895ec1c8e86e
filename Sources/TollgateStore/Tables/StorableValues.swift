import Foundation

extension [UInt8] {
  /// The bytes as SQLite takes them.
  var data: Data { Data(self) }
}

extension String {
  /// The text as SQLite can keep it: a NUL would end it there.
  var storable: String { utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self }
}
