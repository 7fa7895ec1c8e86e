/// The rule for names that people give: of keys, teams and variants.
package enum ShortName {
  /// Whether a text is 1 to 64 of the characters `A-Z a-z 0-9 . _ -`.
  package static func isValid(_ text: some StringProtocol) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "._-".utf8.contains($0) }
  }
}
