import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("Requests as they happen, in the console", .bothLanes)
struct ConsoleLiveTests {
  /// So many streams at a time are more connections than a client has otherwise.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  private func stream(_ browser: Browser) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: browser.gateway.baseURL + "/-/console/live/events")
    if let cookie = browser.cookie { request.headers.add(name: "Cookie", value: cookie) }
    return try await Self.client.execute(request, timeout: .seconds(60))
  }

  @Test("a browser that is signed in hears of creates as they end")
  func events() async throws {
    try await Browser.signedIn { browser in
      let response = try await stream(browser)
      #expect(response.status == .ok && response.headers["Content-Type"] == ["text/event-stream"])
      #expect(response.headers["Cache-Control"] == ["no-store"])
      try await browser.gateway.finished(Body.picture("a lighthouse"))
      _ = try await browser.gateway.created(Body.picture("a lighthouse"))
      var text = ""
      for try await piece in response.body {
        text += String(buffer: piece)
        if text.contains(#""number":2,"#) { break }
      }
      #expect(text.contains(#""outcome":"miss""#) && text.contains(#""outcome":"hit""#))
      browser.gateway.engine.drain.begin()
    }
  }

  @Test("who signs out hears nothing more")
  func signOut() async throws {
    try await Browser.signedIn { browser in
      let response = try await stream(browser)
      _ = try await browser.post("sign-out", [:])
      try await browser.gateway.finished(Body.picture("a lighthouse"))
      // Ends what has not ended by itself.
      browser.gateway.engine.drain.begin()
      let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
      #expect(!text.contains("event: request"), "\(text)")
    }
  }

  @Test("a console that is open to this machine is silent once there is a key")
  func openMode() async throws {
    let setup = GatewayUnderTest.Setup { $0.console = { ConsoleSettings(administration: $0) } }
    try await GatewayUnderTest.run(setup) { gateway in
      let response = try await stream(Browser(gateway))
      #expect(response.status == .ok)
      let key = try await gateway.engine.administration.createKey(NewKey(name: "alice"))
      try await gateway.finished(Body.picture("a lighthouse"), key: key.secret)
      gateway.engine.drain.begin()
      let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
      #expect(!text.contains("event: request"), "\(text)")
    }
  }

  @Test("only so many may watch, here and over the API together")
  func watchers() async throws {
    try await Browser.signedIn { browser in
      var open: [HTTPClientResponse] = []
      for _ in 0..<16 { open.append(try await stream(browser)) }
      #expect(open.allSatisfy { $0.status == .ok })
      #expect(try await stream(browser).status == .serviceUnavailable)
      browser.gateway.engine.drain.begin()
      for response in open { _ = try await response.body.collect(upTo: 1 << 20) }
    }
  }

  @Test("without scripts the page has the latest purchases")
  func purchases() async throws {
    try await Browser.signedIn { browser in
      #expect(try await browser.get("live").text.contains("Nothing was bought yet"))
      try await browser.gateway.finished(Body.picture("a lighthouse"))
      let page = try await browser.get("live").text
      #expect(page.contains("/-/console/jobs/g1") && page.contains(#"data-events="/-/console/live/events""#))
      #expect(page.contains("hidden>"), "what only scripts fill is not shown without them")
    }
  }
}
