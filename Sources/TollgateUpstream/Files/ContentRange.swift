import TollgateCore

/// The `Content-Range` header of an answer with a part of a file.
enum ContentRange: Equatable {
  /// `bytes 100-199/200`, `bytes 100-199/*`.
  case part(first: Int64, last: Int64, total: Int64?)
  /// `bytes */200`: the part that was asked for is not there.
  case none(total: Int64)

  /// - Returns: `nil` where it is neither.
  init?(_ text: String?) {
    guard let text, text.lowercased().hasPrefix("bytes ") else { return nil }
    let sides = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard sides.count == 2 else { return nil }
    let total = Self.number(sides[1])
    if sides[0] == "*" {
      guard let total else { return nil }
      self = .none(total: total)
      return
    }
    let ends = sides[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
      total != nil || sides[1] == "*", total.map({ last < $0 }) ?? true
    else { return nil }
    self = .part(first: first, last: last, total: total)
  }

  private static func number(_ text: Substring) -> Int64? {
    text.utf8.allSatisfy(\.isASCIIDigit) ? Int64(text) : nil
  }
}
