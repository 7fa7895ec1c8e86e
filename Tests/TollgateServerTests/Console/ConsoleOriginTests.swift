import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("From where the console is used")
struct ConsoleOriginTests {
  /// Where a request comes from; `PORT` stands for the gateway's.
  struct Source: Sendable {
    var host = "127.0.0.1:PORT"
    var origin: String?
    var site: String?
    var mode: String?

    func headers(port: Int) -> [(String, String)] {
      [("Host", host), ("Origin", origin), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)].compactMap { name, value in
        value.map { (name, $0.replacing("PORT", with: "\(port)")) }
      }
    }
  }

  private static let foreignHosts = [
    "evil.example", "evil.example:PORT", "127.0.0.1.evil.example", "localhost.evil.example", "evil-localhost", "0.0.0.0:PORT",
    "10.0.0.7", "128.0.0.1", "[::2]", "gateway.example", "media.example.evil.example", "media.example:1", "2130706433",
    "0x7f.0.0.1", "127.1", "localhost:",
  ]

  private static let foreignSources: [Source] =
    [
      "https://evil.example", "http://evil.example:PORT", "null", "", "http://localhost.evil.example", "http://127.0.0.1",
      "http://127.0.0.1:1", "http://localhost:PORT", "file://", "http://127.0.0.1:PORT@evil.example", "127.0.0.1:PORT",
      "http://127.0.0.1:PORT/", "http://127.0.0.1:PORT, http://evil.example", "chrome-extension://abcdef",
      "https://media.example",
    ].map { Source(origin: $0, site: "same-origin") }
    + ["cross-site", "Cross-Site", "same-site", "foreign"].map { Source(origin: "http://127.0.0.1:PORT", site: $0) }
    + ["cross-site", "same-site", "other"].map { Source(site: $0) }

  @Test("pages and forms of other hosts get 421, those of other origins 403")
  func refused() async throws {
    let setup = Browser.setup { $0.settings.publicURL = HTTPAddress("https://media.example") }
    try await Browser.signedIn(setup) { browser in
      let port = browser.gateway.port
      let session = [
        ("Cookie", browser.cookie ?? ""), ("Content-Type", "application/x-www-form-urlencoded"),
      ]
      let form = "form_token=\(browser.formToken)&name=mallory"
      let refused = Self.foreignHosts.map { (Source(host: $0), 421) } + Self.foreignSources.map { ($0, 403) }
      #expect(refused.count >= 30)
      for (source, status) in refused {
        for method in ["GET", "POST"] {
          let reply = try await browser.gateway.wire(
            method, "/-/console/keys", headers: source.headers(port: port) + session, body: method == "POST" ? form : nil)
          #expect(reply.status == status || (status == 421 && reply.status == 400), "\(method) \(source): \(reply.status)")
        }
      }
      // No browser says so little about where a form comes from, and a program has the socket.
      for fields in [[], [("Sec-Fetch-Site", "none")]] {
        let bare = try await browser.gateway.wire("POST", "/-/console/keys", headers: session + fields, body: form)
        #expect(bare.status == 403, "\(fields)")
      }
      #expect(try await browser.gateway.engine.administration.keys().isEmpty)
    }
  }

  @Test("the gateway's own names pass, and links from elsewhere lead to the sign-in")
  func passed() async throws {
    let setup = Browser.setup { $0.settings.publicURL = HTTPAddress("https://media.example") }
    try await Browser.signedIn(setup) { browser in
      let session = [
        ("Cookie", browser.cookie ?? ""), ("Content-Type", "application/x-www-form-urlencoded"),
      ]
      let own = [
        Source(origin: "http://127.0.0.1:PORT", site: "same-origin"), Source(origin: "http://127.0.0.1:PORT"),
        Source(site: "same-origin"), Source(host: "localhost:PORT", origin: "http://localhost:PORT"),
        Source(host: "[::1]:PORT", origin: "http://[::1]:PORT"),
        Source(host: "media.example", origin: "https://media.example", site: "same-origin"),
      ]
      for (index, source) in own.enumerated() {
        let form = "form_token=\(browser.formToken)&name=own\(index)"
        let reply = try await browser.gateway.wire(
          "POST", "/-/console/keys", headers: source.headers(port: browser.gateway.port) + session, body: form)
        #expect(reply.status == 201, "\(source): \(reply.text)")
      }
      let link = Source(site: "cross-site", mode: "navigate").headers(port: browser.gateway.port)
      #expect(try await browser.gateway.wire("GET", "/-/console/keys", headers: link).status == 303)
    }
  }

  @Test("in open mode only this machine's own names serve the console, and no link from elsewhere leads in")
  func openMode() async throws {
    let setup = GatewayUnderTest.Setup {
      $0.settings.publicURL = HTTPAddress("https://media.example")
      $0.console = { ConsoleSettings(administration: $0) }
    }
    try await GatewayUnderTest.run(setup) { gateway in
      for (source, status) in [
        (Source(), 200), (Source(host: "localhost"), 200), (Source(host: "media.example"), 421),
        (Source(site: "cross-site", mode: "navigate"), 403), (Source(host: "evil.example"), 421),
      ] {
        let reply = try await gateway.wire("GET", "/-/console/", headers: source.headers(port: gateway.port))
        #expect(reply.status == status, "\(source)")
      }
    }
  }
}
