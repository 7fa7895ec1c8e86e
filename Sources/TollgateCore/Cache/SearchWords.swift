/// What a person searches for: words that all have to occur, the last of them as the beginning of one.
package struct SearchWords: Sendable, Equatable {
  /// More words make no search better.
  private static let maximumCount = 32

  /// The words, each with at least one letter or digit.
  package let words: [String]

  /// - Returns: `nil` where the text has no letter and no digit.
  package init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init).filter(Self.isWord)
    guard !words.isEmpty else { return nil }
    self.words = Array(words.prefix(Self.maximumCount))
  }

  /// The words by which requests like this text are found: the longest ones, which are the rarest.
  ///
  /// - Returns: `nil` where the text has none.
  package init?(keyWordsOf text: String) {
    let all = Set(text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }).filter { $0.utf8.count > 2 }
    let longest = all.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }.prefix(Self.maximumCount / 2)
    guard !longest.isEmpty else { return nil }
    words = Array(longest)
  }

  private static func isWord(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }
}
