import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateServer

@Suite("Settings in the console")
struct ConsoleSettingsTests {
  private static let hostile = "<script>alert(1)</script>"

  /// A gateway whose program says this about its configuration.
  private static func setup(_ settings: [ConfigurationSummary.Setting]) -> GatewayUnderTest.Setup {
    var setup = Browser.setup()
    setup.console = { administration in
      if let local = administration as? LocalAdministration {
        local.declared.program = ProgramFacts(
          version: "1.2.3", upstream: "https://upstream.example",
          configuration: ConfigurationSummary(
            settings: settings, teams: [], keys: [],
            models: [
              .init(
                name: "acme/<b>", origin: .init(.file, file: "gateway.yaml", line: 40),
                settings: [.init(name: "price", value: "0.05", origin: .init(.file, file: "gateway.yaml", line: 41))])
            ]))
      }
      return ConsoleSettings(administration: administration, token: AdminToken(Secret(Browser.token)))
    }
    return setup
  }

  @Test("every setting is there with where it comes from, and those that are set alone on demand")
  func settings() async throws {
    let settings: [ConfigurationSummary.Setting] = [
      .init(name: "mode", value: "live", origin: .init(.builtIn)),
      .init(name: "server.listen", value: "127.0.0.1:8080", origin: .init(.environment, variables: ["TOLLGATE_SERVER_LISTEN"])),
      .init(name: "upstream.api_key", value: "***", origin: .init(.file, file: "gateway.yaml", line: 14, variables: ["KEY"])),
      .init(name: "upstream.base_url", value: Self.hostile, origin: .init(.file, file: Self.hostile, line: 15)),
    ]
    try await Browser.signedIn(Self.setup(settings)) { browser in
      _ = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice", models: ["google/*"]))
      let page = try await browser.get("settings").text
      for text in [
        "<code>mode</code>", ">default<", "127.0.0.1:8080", ">TOLLGATE_SERVER_LISTEN<", "***", "gateway.yaml:14 (KEY)", "1.2.3",
        "https://upstream.example", "who has a key", "/-/console/keys/alice", "models: [google/*]", "data folder",
        "acme/&lt;b&gt;",
        "price: 0.05", "SQLite", "Write-ahead log", "0 files",
      ] { #expect(page.contains(text), "\(text): \(page)") }
      #expect(!page.contains(Self.hostile) && page.matches(of: /<script/).count == 1)
      let set = try await browser.get("settings?show=set").text
      #expect(!set.contains("<code>mode</code>") && set.contains("<code>server.listen</code>"))
    }
  }

  @Test("what needs somebody is said first")
  func problems() {
    func problems(_ pause: HealthReport.Upstream.Pause?, trouble: String? = nil) -> [String] {
      HealthFacts.problems(
        of: HealthReport(
          versions: .init(tollgate: "1", swift: "6", database: "SQLite", schema: 9, system: "x"),
          clock: .init(
            startedAt: Timestamp(millisecondsSince1970: 0), uptime: 1, now: Timestamp(millisecondsSince1970: 0), timeZone: "UTC"
          ),
          service: .init(access: .keys, replaysOnly: false, isDraining: false),
          database: .init(isWritable: trouble == nil, trouble: trouble, commits: 0, committedAt: nil, waiting: 0),
          upstream: .init(address: "x", answeredAt: nil, troubledAt: nil, trouble: nil, pause: pause),
          work: .init(
            purchases: [:], sending: 0, maximumSending: 1, waiting: 0, maximumWaiting: 1, asked: 0, watchers: 0)))
    }
    #expect(problems(nil).isEmpty)
    #expect(problems(.keyRefused).first?.contains("upstream.api_key") == true)
    #expect(problems(.throttled, trouble: "the disk is full").first?.contains("the disk is full") == true)
    #expect(problems(.throttled, trouble: "the disk is full").count == 2)
  }
}
