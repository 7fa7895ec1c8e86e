import Testing
import TollgateUpstream

@Suite("The upstream's base URL")
struct UpstreamBaseURLTests {
  @Test(
    "is brought to one spelling",
    arguments: [
      ("https://api.shortapi.ai", "https://api.shortapi.ai"), ("https://api.shortapi.ai/", "https://api.shortapi.ai"),
      ("HTTPS://API.ShortAPI.ai:443", "https://api.shortapi.ai"), ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
      ("http://localhost:80//", "http://localhost"), ("http://[::1]:8081/x/y/", "http://[::1]:8081/x/y"),
      ("https://api.shortapi.ai/api/v1", "https://api.shortapi.ai"), ("https://h/proxy/api/v1/", "https://h/proxy"),
      ("https://h/api/v2", "https://h/api/v2"), ("https://a_b.internal:65535", "https://a_b.internal:65535"),
      ("https://h:0443", "https://h"), ("http://[FE80::1]", "http://[fe80::1]"),
    ])
  func accepts(_ text: String, _ spelling: String) throws {
    let url = try UpstreamBaseURL(text)
    #expect(url.description == spelling)
    #expect(try UpstreamBaseURL(spelling) == url)
  }

  @Test(
    "is refused where it is anything else",
    arguments: [
      "", "api.shortapi.ai", "//h", "ftp://h", "https:/h", "https://", "https:///x", "https://:80", "https://h:", "https://h:0",
      "https://h:65536", "https://h:+80", "https://h:8 0", "https://u@h", "https://u:p@h", "https://h?x", "https://h/#x",
      "https://h/a b", "https://h/%2e%2e", "https://h/../x", "https://h/./x", "https://h\\x", "https://h/\r\nX: y",
      "https://a..b",
      "https://.h", "https://ü.de", "https://[::1", "https://::1", "https://[127.0.0.1]", "https://[::1]x",
      "https://[fe80::1%25eth0]", "https://h*", "https://h,i", " https://h", "https://h ", "https://h\u{0}",
      "https://" + String(repeating: "a", count: 64), "https://h/ü",
    ])
  func refuses(_ text: String) {
    let error = #expect(throws: UpstreamBaseURLError.self) { try UpstreamBaseURL(text) }
    #expect(error?.description.contains("https://api.shortapi.ai") == true)
  }
}
