/// A text in quotation marks for a sentence, as ``shorten(_:)`` shows it.
func quote(_ text: some StringProtocol) -> String { "\"" + shorten(text) + "\"" }

/// A text for a sentence: on one line, cut where it is long, and without a password before the host of a URL.
func shorten(_ text: some StringProtocol) -> String {
  let safe = String(text).replacing(/:\/\/[^\/]*@/, with: "://***@").unicodeScalars
  let shown = safe.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }
  return String(shown) + (safe.count > 60 ? "…" : "")
}
