/// Takes a key out of texts that came from the upstream, before they are logged, stored or passed on.
struct Redactor: Sendable {
  private let secret: String

  init(secret: String) { self.secret = secret }

  /// How many bytes before a cut must be looked at, so that a key that straddles the cut is found whole.
  var reach: Int { secret.utf8.count }

  /// The text with every occurrence of the key as `***`. A key of less than four characters is no secret and stays.
  func redact(_ text: String) -> String {
    guard secret.utf8.count >= 4, text.contains(secret) else { return text }
    return text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
  }
}

extension String {
  /// The text on one line: control characters and line separators are spaces, and it ends after `limit` Unicode scalars.
  func onOneLine(limit: Int) -> String {
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(limit) {
      let breaks = scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      line.append(breaks ? " " : scalar)
    }
    return String(line)
  }
}
