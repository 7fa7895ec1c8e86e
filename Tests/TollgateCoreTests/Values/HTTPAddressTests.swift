import Testing
import TollgateCore

@Suite("HTTP addresses")
struct HTTPAddressTests {
  @Test(
    "are brought to one spelling",
    arguments: [
      ("https://api.shortapi.ai", "https://api.shortapi.ai"), ("https://api.shortapi.ai/", "https://api.shortapi.ai"),
      ("HTTPS://API.ShortAPI.ai:443", "https://api.shortapi.ai"), ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
      ("http://localhost:80//", "http://localhost"), ("http://h:443", "http://h:443"),
      ("http://[::1]:8081/x/y/", "http://[::1]:8081/x/y"), ("https://h/api/v1/", "https://h/api/v1"),
      ("https://a_b.internal:65535", "https://a_b.internal:65535"), ("http://[FE80::1]", "http://[fe80::1]"),
    ])
  func accepts(_ text: String, _ spelling: String) throws {
    let address = try #require(HTTPAddress(text))
    #expect(address.description == spelling)
    #expect(HTTPAddress(spelling) == address)
  }

  @Test(
    "are refused where they are anything else",
    arguments: [
      "", "api.shortapi.ai", "//h", "ftp://h", "https:/h", "https://", "https:///x", "https://:80", "https://h:", "https://h:0",
      "https://h:080", "https://h:65536", "https://h:+80", "https://h:8 0", "https://u@h", "https://u:p@h", "https://h?x",
      "https://h/#x", "https://h/a b", "https://h/%2e%2e", "https://h/../x", "https://h/./x", "https://h//x", "https://h\\x",
      "https://h/\r\nX: y", "https://a..b", "https://.h", "https://-a", "https://a-", "https://ü.de", "https://[::1",
      "https://::1", "https://[127.0.0.1]", "https://[::1]x", "https://[::1\u{0}x]", "https://[fe80::1%25eth0]", "https://h*",
      "https://h,i", " https://h", "https://h ", "https://h\u{0}", "https://" + String(repeating: "a", count: 64),
      "https://h/ü",
    ])
  func refuses(_ text: String) {
    #expect(HTTPAddress(text) == nil)
  }

  @Test("lose one path at the end, and no more than it")
  func droppingFromPath() {
    let cases = [
      ("https://h/api/v1", "https://h"), ("https://h/proxy/api/v1", "https://h/proxy"),
      ("https://h/api/v2", "https://h/api/v2"),
      ("https://h/my-api/v1", "https://h/my-api/v1"), ("https://h", "https://h"),
    ]
    for (text, expected) in cases {
      #expect(HTTPAddress(text)?.droppingFromPath("/api/v1").description == expected)
    }
  }

  @Test("are the beginning of URLs and the value of Host")
  func parts() throws {
    let address = try #require(HTTPAddress("http://[::1]:8081/proxy"))
    #expect(!address.isSecure && address.host == "::1" && address.port == 8081 && address.path == "/proxy")
    #expect(address.authority == "[::1]:8081")
    #expect(address.url(of: "/api/v1/job/create") == "http://[::1]:8081/proxy/api/v1/job/create")
  }
}
