/// An entity tag (RFC 9110, §8.8.3).
package struct EntityTag: Sendable, Equatable {
  private static let longest = 256

  /// With its quotes.
  package let quoted: String
  /// Whether it names bytes that are only as good as others.
  package let isWeak: Bool

  package init(quoted: String, isWeak: Bool) {
    self.quoted = quoted
    self.isWeak = isWeak
  }

  /// Reads the value of an `ETag` header; `nil` where it is none, or is empty or longer than any server needs.
  package init?(_ text: String) {
    isWeak = text.hasPrefix("W/")
    quoted = String(text.dropFirst(isWeak ? 2 : 0))
    let bytes = quoted.utf8
    guard (3...Self.longest).contains(bytes.count), bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\""),
      bytes.dropFirst().dropLast().allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") })
    else { return nil }
  }

  /// The tag of a header that names exactly these bytes, as `"…"` does and `W/"…"` does not; `nil` for every other.
  package static func strong(_ text: String?) -> String? {
    text.flatMap { EntityTag($0) }.flatMap { $0.isWeak ? nil : $0.quoted }
  }
}
