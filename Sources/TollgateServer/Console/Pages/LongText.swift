import TollgateCore

/// A text that may be longer than a page should be, such as a request with a picture in it.
struct LongText {
  /// So many bytes are shown, which is also about what a terminal takes in one argument.
  private static let shownBytes = 100_000

  let text: String
  let isWhole: Bool
  /// How long it is in all, where only its beginning is shown.
  let size: String?

  init(_ text: String) {
    isWhole = text.utf8.count <= Self.shownBytes
    self.text = isWhole ? text : String(decoding: text.utf8.prefix(Self.shownBytes), as: UTF8.self) + "…"
    size = isWhole ? nil : ShownText.bytes(Int64(text.utf8.count))
  }
}
