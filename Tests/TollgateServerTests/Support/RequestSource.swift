/// Where a request comes from, as browsers say it; `PORT` stands for the gateway's.
struct RequestSource: Sendable {
  var host = "127.0.0.1:PORT"
  var origin: String?
  var site: String?
  var mode: String?

  func headers(port: Int) -> [(String, String)] {
    [("Host", host), ("Origin", origin), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)].compactMap { name, value in
      value.map { (name, $0.replacing("PORT", with: "\(port)")) }
    }
  }

  /// Names that somebody can have lead to this machine, and spellings that only look like it.
  static let foreignHosts = [
    "evil.example", "evil.example:PORT", "127.0.0.1.evil.example", "localhost.evil.example", "evil-localhost", "0.0.0.0:PORT",
    "10.0.0.7", "128.0.0.1", "[::2]", "gateway.example", "media.example.evil.example", "media.example:1", "2130706433",
    "0x7f.0.0.1", "127.1", "localhost:",
  ]

  /// Pages of others, whatever else they say.
  static let foreignOrigins = [
    "https://evil.example", "http://evil.example:PORT", "null", "", "http://localhost.evil.example", "http://127.0.0.1",
    "http://127.0.0.1:1", "http://localhost:PORT", "file://", "http://127.0.0.1:PORT@evil.example", "127.0.0.1:PORT",
    "http://127.0.0.1:PORT/", "http://127.0.0.1:PORT, http://evil.example", "chrome-extension://abcdef",
    "https://media.example",
  ].map { RequestSource(origin: $0, site: "same-origin") }

  /// All that are not of the gateway's own pages.
  static let foreign =
    foreignOrigins
    + ["cross-site", "Cross-Site", "same-site", "foreign"].map { RequestSource(origin: "http://127.0.0.1:PORT", site: $0) }
    + ["cross-site", "same-site", "other"].map { RequestSource(site: $0) }
}
