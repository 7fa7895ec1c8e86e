import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("Who is let into the console")
struct ConsoleAccessTests {
  private static let pages = [
    "", "live", "gallery", "jobs", "callbacks", "keys", "keys/alice", "keys/alice/rotate", "keys/alice/revoke",
    "teams", "teams/design", "teams/design/remove", "settings", "results/g1", "results/g1/purge", "jobs/g1", "nothing",
  ]
  private static let forms = [
    "keys", "keys/alice", "keys/alice/rotate", "keys/alice/revoke", "teams", "teams/design", "teams/design/remove",
    "results/g1/pin", "results/g1/purge", "jobs/g1/resolve", "callbacks/retry", "callbacks/c1/retry", "live/events", "sign-out",
    "nothing",
  ]

  @Test("whoever is not signed in sees the sign-in only, and no form does anything")
  func defaultDeny() async throws {
    try await GatewayUnderTest.run(Browser.setup()) { gateway in
      _ = try await gateway.finished(Body.picture("a lighthouse"))
      _ = try await gateway.engine.administration.createTeam(NewTeam(name: "design"))
      let browser = Browser(gateway)
      _ = try await browser.get("sign-in")
      for page in Self.pages {
        let reply = try await browser.get(page)
        #expect(reply.status == 303 && reply["Location"] == "/-/console/sign-in" && reply.bytes.isEmpty, "\(page)")
      }
      let events = try await browser.get("live/events")
      #expect(events.status == 204 && events.bytes.isEmpty)
      for form in Self.forms {
        let reply = try await browser.post(
          form,
          [
            "name": "mallory", "pinned": "true", "resolution": "not_charged", "overlap": "0", "day": "1",
          ])
        #expect(reply.status == 401, "\(form)")
        #expect(!reply.text.contains("lighthouse"))
      }
      #expect(try await gateway.engine.administration.keys().isEmpty)
      #expect(try await gateway.engine.administration.teams().map(\.budgets) == [BudgetLimits()])
      #expect(try await gateway.engine.administration.results(ResultQuery()).first?.pinnedAt == nil)
    }
  }

  @Test("the token lets in, with a cookie that only the console gets and no script reads")
  func signIn() async throws {
    try await GatewayUnderTest.run(Browser.setup()) { gateway in
      let browser = Browser(gateway)
      let page = try await browser.get("sign-in")
      #expect(page.status == 200 && page.text.contains("admin.token"))
      let reply = try await browser.post("sign-in", ["token": Browser.token])
      let cookie = try #require(reply["Set-Cookie"])
      #expect(cookie.contains(/^tollgate_session=[0-9a-f]{64}; Path=\/-\/console; HttpOnly; SameSite=Strict; Max-Age=43200$/))
      #expect(reply["Cache-Control"] == "no-store")
      #expect(try await browser.get("").text.contains("Overview"))
      #expect(try await browser.get("sign-in").status == 303)
      _ = try await browser.post("sign-out", [:])
      #expect(browser.cookie == nil)
      let after = try await GatewayUnderTest.call(
        .GET, gateway.baseURL + "/-/console/", headers: ["Cookie": String(cookie.prefix { $0 != ";" })])
      #expect(after.status == 303, "the session is over, not only forgotten")
    }
  }

  @Test(
    "a wrong token waits, and is refused",
    arguments: ["", "0123456789abcdef012", "0123456789ABCDEF0123", "*", "0123456789abcdef0123 "])
  func wrongToken(_ token: String) async throws {
    try await GatewayUnderTest.run(Browser.setup()) { gateway in
      let browser = Browser(gateway)
      _ = try await browser.get("sign-in")
      let start = ContinuousClock.now
      let reply = try await browser.post("sign-in", ["token": token])
      #expect(reply.status == 401 && reply["Set-Cookie"] == nil && reply.text.contains("not the token"))
      #expect(start.duration(to: .now) >= .milliseconds(500))
    }
  }

  @Test("wrong tokens wait, so many at a time, and keep the right one from nobody", .timeLimit(.minutes(15)))
  func manyWrongTokens() async throws {
    try await GatewayUnderTest.run(Browser.setup()) { gateway in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...40 {
          group.addTask {
            let stranger = Browser(gateway)
            _ = try await stranger.get("sign-in")
            return try await stranger.post("sign-in", ["token": "wrong"]).status
          }
        }
        for _ in 1...10 { try await Browser(gateway).signIn() }
        let statuses: Set = try await group.reduce(into: []) { $0.insert($1) }
        #expect(statuses.isSubset(of: [401, 429]) && statuses.contains(401))
      }
    }
  }

  @Test("a console without a token is closed to what comes through a proxy")
  func forwarded() async throws {
    let setup = GatewayUnderTest.Setup { $0.console = { ConsoleSettings(administration: $0) } }
    try await GatewayUnderTest.run(setup) { gateway in
      for field in ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"] {
        let reply = try await gateway.wire("GET", "/-/console/", headers: [("Host", "localhost"), (field, "x")])
        #expect(reply.status == 403 && reply.text.contains("admin.token"))
      }
    }
    try await Browser.signedIn { browser async throws in
      let headers = [("Host", "localhost"), ("Via", "1.1 proxy"), ("Cookie", browser.cookie ?? "")]
      #expect(try await browser.gateway.wire("GET", "/-/console/keys", headers: headers).status == 200)
    }
  }

  @Test("a session ends after twelve hours")
  func expiry() async throws {
    let time = ManualTime()
    try await Browser.signedIn(Browser.setup(time: time)) { browser async throws in
      for _ in 1..<24 {
        time.advance(by: .seconds(1800))
        #expect(try await browser.get("keys").status == 200)
      }
      time.advance(by: .seconds(1799))
      #expect(try await browser.get("keys").status == 200)
      time.advance(by: .seconds(1))
      #expect(try await browser.get("keys").status == 303)
      #expect(try await browser.post("keys", ["name": "late"]).status == 403)
    }
  }

  @Test("a session of a browser that asks for nothing ends after an hour")
  func idle() async throws {
    let time = ManualTime()
    try await Browser.signedIn(Browser.setup(time: time)) { browser async throws in
      for _ in 1...3 {
        time.advance(by: .seconds(3599))
        #expect(try await browser.get("keys").status == 200)
      }
      time.advance(by: .seconds(3600))
      #expect(try await browser.get("keys").status == 303)
      #expect(try await browser.post("keys", ["name": "late"]).status == 403)
    }
  }

  @Test("at most 64 are signed in; one more ends the oldest session")
  func capacity() async throws {
    let time = ManualTime()
    try await Browser.signedIn(Browser.setup(time: time)) { first in
      time.advance(by: .seconds(1))
      for _ in 0..<63 { try await Browser(first.gateway).signIn() }
      #expect(try await first.get("keys").status == 200)
      try await Browser(first.gateway).signIn()
      #expect(try await first.get("keys").status == 303)
    }
  }

  @Test("a form without this session's token does nothing")
  func formToken() async throws {
    try await Browser.signedIn { browser in
      let stranger = Browser(browser.gateway)
      _ = try await stranger.get("sign-in")
      let other = Browser(browser.gateway)
      try await other.signIn()
      for token in ["", "0", stranger.formToken, other.formToken, browser.formToken.uppercased() + " "] {
        let reply = try await browser.post("keys", ["name": "mallory"], formToken: token)
        #expect(reply.status == 403 && reply.text.contains("nothing was done"), "\(token)")
      }
      #expect(try await browser.gateway.engine.administration.keys().isEmpty)
      #expect(try await browser.post("keys", ["name": "alice"]).status == 201)
    }
  }

  @Test(
    "no form of a signed-in browser does anything without its token",
    arguments: [
      "keys", "keys/alice", "keys/alice/rotate", "keys/alice/revoke", "teams", "teams/design", "teams/design/remove",
      "results/g1/pin", "results/g1/purge", "jobs/g1/resolve", "callbacks/retry",
    ])
  func everyFormHasAToken(_ form: String) async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"))
      _ = try await administration.createKey(NewKey(name: "alice"))
      _ = try await administration.createTeam(NewTeam(name: "design"))
      let key = try await administration.key(named: "alice")
      let reply = try await browser.post(
        form, ["name": "mallory", "pinned": "true", "overlap": "0", "day": "1", "team": "design"], formToken: "0")
      #expect(reply.status == 403 && reply.text.contains("nothing was done"))
      #expect(try await administration.keys() == [key])
      #expect(try await administration.teams().map(\.budgets) == [BudgetLimits()])
      #expect(try await administration.results(ResultQuery()).map(\.pinnedAt) == [nil])
    }
  }

  @Test("with keys and without a token there is no console")
  func noConsole() async throws {
    let setup = GatewayUnderTest.Setup {
      $0.access = .keyed([TestKey.declared("alice")])
      $0.console = { ConsoleSettings(administration: $0) }
    }
    try await GatewayUnderTest.run(setup) { gateway in
      for path in ["", "sign-in", "keys", "static/0/console.css"] {
        try await GatewayUnderTest.call(.GET, gateway.baseURL + "/-/console/" + path).expectError(404, 40401)
      }
    }
  }

  @Test("in open mode without a token this machine is let in, until the first key exists")
  func openMode() async throws {
    let setup = GatewayUnderTest.Setup { $0.console = { ConsoleSettings(administration: $0) } }
    try await GatewayUnderTest.run(setup) { gateway async throws in
      let browser = Browser(gateway)
      #expect(try await browser.get("keys").text.contains("admin.token"))
      #expect(try await browser.post("keys", ["name": "mallory"], formToken: "").status == 403)
      let created = try await browser.post("keys", ["name": "alice"])
      #expect(created.status == 201 && created.text.contains("the console is closed"))
      #expect(try await browser.get("keys").status == 404)
    }
  }

  @Test("other methods are refused", arguments: ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
  func methods(_ method: String) async throws {
    try await Browser.signedIn { browser in
      let reply = try await browser.gateway.wire(method, "/-/console/keys", headers: [("Cookie", browser.cookie ?? "")])
      #expect(reply.status == 405 || reply.status == 501 || reply.status == 400)
    }
  }
}
