import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("From where the console is used")
struct ConsoleOriginTests {
  @Test("pages and forms of other hosts get 421, those of other origins 403")
  func refused() async throws {
    let setup = Browser.setup { $0.settings.publicURL = HTTPAddress("https://media.example") }
    try await Browser.signedIn(setup) { browser in
      let port = browser.gateway.port
      let session = [
        ("Cookie", browser.cookie ?? ""), ("Content-Type", "application/x-www-form-urlencoded"),
      ]
      let form = "form_token=\(browser.formToken)&name=mallory"
      let refused = RequestSource.foreignHosts.map { (RequestSource(host: $0), 421) } + RequestSource.foreign.map { ($0, 403) }
      #expect(refused.count >= 30)
      for (source, status) in refused {
        for method in ["GET", "POST"] {
          let reply = try await browser.gateway.wire(
            method, "/-/console/keys", headers: source.headers(port: port) + session, body: method == "POST" ? form : nil)
          #expect(reply.status == status || (status == 421 && reply.status == 400), "\(method) \(source): \(reply.status)")
          #expect(reply["Access-Control-Allow-Origin"] == nil)
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
        RequestSource(origin: "http://127.0.0.1:PORT", site: "same-origin"), RequestSource(origin: "http://127.0.0.1:PORT"),
        RequestSource(site: "same-origin"), RequestSource(host: "localhost:PORT", origin: "http://localhost:PORT"),
        RequestSource(host: "[::1]:PORT", origin: "http://[::1]:PORT"),
        RequestSource(host: "media.example", origin: "https://media.example", site: "same-origin"),
      ]
      for (index, source) in own.enumerated() {
        let form = "form_token=\(browser.formToken)&name=own\(index)"
        let reply = try await browser.gateway.wire(
          "POST", "/-/console/keys", headers: source.headers(port: browser.gateway.port) + session, body: form)
        #expect(reply.status == 201, "\(source): \(reply.text)")
      }
      let link = RequestSource(site: "cross-site", mode: "navigate").headers(port: browser.gateway.port)
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
        (RequestSource(), 200), (RequestSource(host: "localhost"), 200), (RequestSource(host: "media.example"), 421),
        (RequestSource(site: "cross-site", mode: "navigate"), 403), (RequestSource(host: "evil.example"), 421),
      ] {
        let reply = try await gateway.wire("GET", "/-/console/", headers: source.headers(port: gateway.port))
        #expect(reply.status == status, "\(source)")
      }
    }
  }
}
