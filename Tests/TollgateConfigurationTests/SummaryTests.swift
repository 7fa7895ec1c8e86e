import Testing
import TollgateConfiguration
import TollgateCore

@Suite("The configuration is shown with the place of each value")
struct SummaryTests {
  private static let yaml = """
    mode: live
    server: {listen: "${HOST:-127.0.0.1}:${PORT}"}
    upstream: {api_key: "${VENDOR_KEY}", max_sending: 3}
    teams:
      - name: design
        budgets:
          month: 200.00
    keys:
      - name: alice
        team: design
        secret: "${ALICE_KEY}"
        budgets: {day: "${DAY:-5}"}
        models: ["google/*", "${MODEL}"]
      - {name: bob, secret_sha256: "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f"}
    models:
      acme/x:
        price: 0.05
        defaults: {seed: "${SEED}"}
    """
  private static let environment = [
    "PORT": "9090", "VENDOR_KEY": "ak-canary-of-the-vendor", "ALICE_KEY": "canary-of-alice-0123456789", "MODEL": "acme/x",
    "SEED": "7", "DAY": "", "TOLLGATE_UPSTREAM_MAX_SENDING": "9",
  ]

  private static func summary() throws -> ConfigurationSummary { try parse(yaml, environment).summary }

  private static func file(_ line: Int, _ variables: [String] = []) -> ConfigurationSummary.Origin {
    ConfigurationSummary.Origin(.file, file: "gateway.yaml", line: line, variables: variables)
  }

  @Test(
    arguments: [
      ("time_zone", "UTC", ConfigurationSummary.Origin(.builtIn)), ("mode", "live", file(1)),
      ("server.listen", "127.0.0.1:9090", file(2, ["PORT"])), ("upstream.api_key", "***", file(3, ["VENDOR_KEY"])),
      ("upstream.max_sending", "9", ConfigurationSummary.Origin(.environment, variables: ["TOLLGATE_UPSTREAM_MAX_SENDING"])),
      ("admin.token", #""""#, ConfigurationSummary.Origin(.builtIn)),
      ("server.limits.body", "16MiB", ConfigurationSummary.Origin(.builtIn)),
    ])
  func settings(_ name: String, _ value: String, _ origin: ConfigurationSummary.Origin) throws {
    let setting = try #require(try Self.summary().settings.first { $0.name == name })
    #expect(setting == ConfigurationSummary.Setting(name: name, value: value, origin: origin))
  }

  @Test("an environment variable that stands in for a setting is its place")
  func fallback() throws {
    let summary = try parse("", ["SHORTAPI_KEY": "ak-canary-of-the-vendor"]).summary
    let key = try #require(summary.settings.first { $0.name == "upstream.api_key" })
    #expect(key.value == "***" && key.origin.kind == .environment && key.origin.variables == ["SHORTAPI_KEY"])
  }

  @Test("keys, teams and models have the places of what is set about them")
  func items() throws {
    let summary = try Self.summary()
    #expect(
      summary.teams == [
        .init(
          name: "design", origin: Self.file(5),
          settings: [.init(name: "budgets.month", value: "200", origin: Self.file(7))])
      ])
    #expect(summary.keys.map(\.name) == ["alice", "bob"] && summary.keys.map(\.origin) == [Self.file(9), Self.file(14)])
    #expect(
      summary.keys[0].settings == [
        .init(name: "team", value: "design", origin: Self.file(10)),
        .init(name: "secret", value: "***", origin: Self.file(11, ["ALICE_KEY"])),
        .init(name: "models", value: #"["google/*", acme/x]"#, origin: Self.file(13, ["MODEL"])),
        .init(name: "budgets.day", value: "5", origin: Self.file(12)),
      ])
    #expect(summary.keys[1].settings == [.init(name: "secret_sha256", value: "***", origin: Self.file(14))])
    #expect(
      summary.models == [
        .init(
          name: "acme/x", origin: Self.file(16),
          settings: [
            .init(name: "price", value: "0.05", origin: Self.file(17)),
            .init(name: "defaults", value: #"{"seed": "7"}"#, origin: Self.file(18, ["SEED"])),
          ])
      ])
  }

  @Test("no secret is in it, and none of what was put together from one")
  func secrets() throws {
    let text = "\(try Self.summary())" + (try parse(Self.yaml, Self.environment).rendered())
    #expect(!text.contains("canary") && !text.contains("0001020304"))
  }

  @Test("what config show prints says which variables a line's value is from")
  func rendered() throws {
    let text = try parse(Self.yaml, Self.environment).rendered()
    #expect(text.contains(/listen: 127\.0\.0\.1:9090 +# gateway\.yaml:2 \(PORT\)/), "\(text)")
  }
}
