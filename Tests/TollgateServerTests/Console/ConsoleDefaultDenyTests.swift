import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

/// Every page that the console's own links lead to, and every form in them, for everybody who might ask.
@Suite("The console denies by default", .timeLimit(.minutes(15)))
struct ConsoleDefaultDenyTests {
  /// Whoever asks.
  private enum Visitor: CaseIterable {
    case nobody, wrongHost, keyToken, adminTokenInHeader, forgedSession, expiredSession
  }

  private static let alice = TestKey.declared("alice")

  /// The pages and forms that can be reached from the overview, as paths behind `/-/console/`.
  private static func crawl(_ browser: Browser) async throws -> (pages: Set<String>, forms: Set<String>) {
    var pages: Set = [""]
    var forms: Set<String> = []
    var coming = [""]
    while let page = coming.popLast(), pages.count < 200 {
      let reply = try await browser.get(page)
      #expect(reply.status == 200, "\(page)")
      for match in reply.text.matches(of: /(href|action)="\/-\/console\/([^"#]*)[^"]*"/) where !match.2.hasPrefix("static/") {
        let path = String(match.2).replacing("&amp;", with: "&")
        if match.1 == "action" {
          forms.insert(path)
        } else if pages.insert(path).inserted {
          coming.append(path)
        }
      }
    }
    return (pages, forms)
  }

  private static func reply(
    _ visitor: Visitor, _ method: String, _ path: String, _ gateway: GatewayUnderTest, expired: String, token: String
  ) async throws -> Reply {
    var headers: [(String, String)] = []
    var body: String?
    if method == "POST" {
      headers = [("Origin", gateway.baseURL), ("Content-Type", "application/x-www-form-urlencoded")]
      body = "form_token=\(token)&name=mallory&pinned=true&resolution=not_charged&day=1&overlap=0"
    }
    switch visitor {
    case .nobody: break
    case .wrongHost: headers += [("Host", "evil.example"), ("Cookie", expired)]
    case .keyToken: headers.append(("Authorization", "Bearer secret-of-alice"))
    case .adminTokenInHeader: headers.append(("Authorization", "Bearer \(Browser.token)"))
    case .forgedSession: headers.append(("Cookie", "tollgate_session=" + String(repeating: "0f", count: 32)))
    case .expiredSession: headers.append(("Cookie", expired))
    }
    return try await gateway.wire(method, "/-/console/" + path, headers: headers, body: body)
  }

  @Test func everyPageAndFormForEverybody() async throws {
    let time = ManualTime()
    // The settings of the harness name a key, and the page links to it.
    let setup = Browser.setup(time: time) { $0.access = .keyed([Self.alice, TestKey.declared("declared")]) }
    try await Browser.signedIn(setup) { browser in
      let gateway = browser.gateway
      _ = try await gateway.finished(Body.picture("a lighthouse"), key: "secret-of-alice")
      let administration = gateway.engine.administration
      _ = try await administration.createTeam(NewTeam(name: "design"))
      _ = try await administration.createKey(NewKey(name: "bob", team: "design"))
      let (pages, forms) = try await Self.crawl(browser)
      for page in ["gallery", "jobs", "callbacks", "keys", "keys/alice", "keys/bob", "results/g1", "jobs/g1"] {
        #expect(pages.contains(page), "the links lead everywhere: \(page)")
      }
      #expect(forms.contains("keys") && forms.contains("sign-out"))
      // When they were last used is written down a moment later.
      let before = try await administration.keys().map(\.settings)
      time.advance(by: .seconds(12 * 3600))
      let cookie = try #require(browser.cookie)
      let stranger = Browser(gateway)
      _ = try await stranger.get("sign-in")
      for visitor in Visitor.allCases {
        for page in pages.union(forms) {
          let reply = try await Self.reply(visitor, "GET", page, gateway, expired: cookie, token: stranger.formToken)
          if visitor == .wrongHost {
            #expect(reply.status == 421, "\(visitor) GET \(page)")
          } else if page != "sign-in" {
            #expect(reply.status == 303 && reply["Location"] == "/-/console/sign-in", "\(visitor) GET \(page): \(reply.status)")
          }
          #expect(!reply.text.contains("lighthouse") && !reply.text.contains("alice"), "\(visitor) GET \(page)")
        }
        for form in forms.union(["results/g1/pin", "results/g1/purge", "jobs/g1/resolve", "keys/bob", "keys/bob/revoke"])
        where form != "sign-in" {
          let reply = try await Self.reply(visitor, "POST", form, gateway, expired: cookie, token: stranger.formToken)
          #expect(reply.status == (visitor == .wrongHost ? 421 : 401), "\(visitor) POST \(form): \(reply.status)")
        }
      }
      #expect(try await administration.keys().map(\.settings) == before)
      #expect(try await administration.results(ResultQuery()).first?.pinnedAt == nil)
    }
  }
}
