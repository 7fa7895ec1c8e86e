/// The rule for names that people give: of keys, teams and variants.
package enum ShortName {
  /// Whether a text is 1 to 64 of the characters `A-Z a-z 0-9 . _ -`.
  package static func isValid(_ text: some StringProtocol) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "._-".utf8.contains($0) }
  }

  /// Whether a key or a team may have this name: a valid one that is not only dots. Clients leave `.` and `..` out of a path, and
  /// would ask for something else.
  package static func isAddressable(_ text: some StringProtocol) -> Bool {
    isValid(text) && !text.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
  }
}
