import Testing
import TollgateCore

@testable import TollgateConfiguration

@Suite("What a reload changes at once, and what needs a restart")
struct ReloadPlanTests {
  private static let secret = "0123456789abcdef"

  /// Each setting with another value than its default, and whether a running gateway can go by it.
  static let settings: [(name: String, yaml: String, isLive: Bool)] = [
    ("time_zone", "time_zone: Europe/Berlin", false), ("mode", "mode: replay", true),
    ("server.listen", "server: {listen: 127.0.0.1:9}", false),
    ("server.public_url", "server: {public_url: https://a.example}", false),
    ("server.answer_timeout", "server: {answer_timeout: 1s}", true),
    ("server.limits.body", "server: {limits: {body: 1MiB}}", false),
    ("server.limits.headers", "server: {limits: {headers: 2KiB}}", false),
    ("server.limits.connections", "server: {limits: {connections: 5}}", false),
    ("server.limits.per_address", "server: {limits: {per_address: 5}}", false),
    ("server.tls.certificate", "server: {tls: {certificate: /other.pem, key: /k.pem}}", false),
    ("server.tls.key", "server: {tls: {certificate: /c.pem, key: /other.pem}}", false),
    ("server.tls.hsts", "server: {tls: {certificate: /c.pem, key: /k.pem, hsts: 1d}}", false),
    ("server.trusted_proxies", "server: {trusted_proxies: [10.0.0.0/8]}", false),
    ("upstream.base_url", "upstream: {base_url: http://127.0.0.1:9}", false),
    ("upstream.api_key", "upstream: {api_key: ak-other}", false),
    ("upstream.connect_timeout", "upstream: {connect_timeout: 1s}", false),
    ("upstream.request_timeout", "upstream: {request_timeout: 61s}", false),
    ("upstream.max_sending", "upstream: {max_sending: 5}", true),
    ("upstream.queue.size", "upstream: {queue: {size: 5}}", true),
    ("upstream.queue.deadline", "upstream: {queue: {deadline: 5s}}", true),
    ("upstream.max_running", "upstream: {max_running: 5}", true),
    ("upstream.on_unknown", "upstream: {on_unknown: resend}", true),
    ("upstream.poll.first", "upstream: {poll: {first: 2s}}", true),
    ("upstream.poll.factor", "upstream: {poll: {factor: 2}}", true),
    ("upstream.poll.max", "upstream: {poll: {max: 20s}}", true),
    ("upstream.poll.give_up", "upstream: {poll: {give_up: 2h}}", true),
    ("upstream.poll.concurrency", "upstream: {poll: {concurrency: 5}}", false),
    ("upstream.breaker.failures", "upstream: {breaker: {failures: 5}}", true),
    ("upstream.breaker.first", "upstream: {breaker: {first: 5s}}", true),
    ("upstream.breaker.max", "upstream: {breaker: {max: 5m}}", true),
    ("storage.path", "storage: {path: elsewhere}", false),
    ("cache.scope", "cache: {scope: key}", true), ("cache.ttl", "cache: {ttl: 30d}", true),
    ("cache.assets", "cache: {assets: passthrough}", false), ("cache.mirror_wait", "cache: {mirror_wait: 5s}", true),
    ("cache.max_size", "cache: {max_size: 5GB}", true), ("cache.max_file", "cache: {max_file: 5MB}", true),
    ("cache.memory", "cache: {memory: 5MiB}", false),
    ("retention.minutes", "retention: {minutes: 60d}", false), ("retention.ledger", "retention: {ledger: 400d}", false),
    ("budgets.day", "budgets: {day: 5}", true), ("budgets.month", "budgets: {month: 5}", true),
    ("budgets.total", "budgets: {total: 5}", true),
    ("rate.creates_per_minute", "rate: {creates_per_minute: 5}", true),
    ("rate.generations_per_minute", "rate: {generations_per_minute: 5}", true),
    ("callbacks.allow_private_addresses", "callbacks: {allow_private_addresses: true}", false),
    ("admin.token", "admin: {token: \(secret)}", true), ("log.level", "log: {level: debug}", true),
    ("log.format", "log: {format: text}", false), ("log.requests", "log: {requests: all}", false),
    ("log.prompts", "log: {prompts: true}", false), ("metrics.open", "metrics: {open: true}", false),
  ]

  /// What is in force before; some settings are only there with others.
  private static func before(_ name: String) -> String {
    name.hasPrefix("server.tls.") ? "server: {tls: {certificate: /c.pem, key: /k.pem}}" : ""
  }

  @Test("every setting of config show is in one class, and has its line in the table of this suite")
  func exhaustive() throws {
    let shown = GatewayConfiguration.defaults.settings.map { $0.path.joined(separator: ".") }
    #expect(ReloadableSetting.all.map(\.name).sorted() == shown.sorted())
    #expect(Self.settings.map(\.name).sorted() == shown.sorted())
    let sections = GatewayConfiguration.defaults.rendered(showingOrigins: false).split(separator: "\n")
      .filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
    #expect(
      Set(sections) == Set(shown.map { String($0.prefix { $0 != "." }) } + ["teams", "keys", "models"]),
      "a list that no reload knows")
  }

  @Test("a changed setting is in force, or waits with its old value", arguments: settings)
  func each(name: String, yaml: String, isLive: Bool) throws {
    let (running, file) = (try parse(Self.before(name)), try parse(yaml))
    let plan = ReloadPlan(running: running, file: file)
    #expect(plan.report.changed.map(\.name) == (isLive ? [name] : []))
    #expect(plan.report.needsRestart.map(\.name) == (isLive ? [] : [name]))
    let setting = try #require(ReloadableSetting.all.first { $0.name == name })
    #expect(!setting.isEqual(in: running, and: file), "the table's value is the default")
    #expect(running != file)
    #expect(setting.isEqual(in: plan.configuration, and: isLive ? file : running))
    // What is shown is what is in force.
    let value = { (configuration: GatewayConfiguration) in configuration.summary.settings.first { $0.name == name }?.value }
    #expect(value(plan.configuration) == value(isLive ? file : running))
    // What waits is said again by the next reload, and taken back when the file is as before.
    #expect(ReloadPlan(running: plan.configuration, file: file).report.needsRestart == plan.report.needsRestart)
    let back = ReloadPlan(running: plan.configuration, file: running).report
    #expect(back.needsRestart.isEmpty && back.changed.map(\.name) == (isLive ? [name] : []))
  }

  @Test("the same file changes nothing, however it is written")
  func nothing() throws {
    let plan = ReloadPlan(
      running: try parse(RenderingTests.full), file: try parse("# a comment\n" + RenderingTests.full))
    #expect(plan.report == ConfigurationReload(changed: [], needsRestart: []))
  }

  @Test("secrets are told apart, and never shown")
  func secrets() throws {
    func yaml(_ key: String, _ callback: String, _ token: String) -> String {
      """
      admin: {token: \(token)}
      keys: [{name: alice, secret: \(key), callback_secret: \(callback)}]
      """
    }
    let running = try parse(yaml("first-secret-of-alice", "first-callback-secret", "first-token-of-admin"))
    let file = try parse(yaml("other-secret-of-alice", "other-callback-secret", "other-token-of-admin"))
    let report = ReloadPlan(running: running, file: file).report
    #expect(
      report.changed == [
        .init("admin.token", before: "***", after: "***"), .init("keys.alice.secret", before: "***", after: "***"),
        .init("keys.alice.callback_secret", before: "***", after: "***"),
      ])
    #expect(ReloadPlan(running: file, file: file).report.changed.isEmpty)
  }

  @Test("keys and teams come, go and change")
  func lists() throws {
    let running = try parse(
      """
      teams: [{name: design, budgets: {day: 5}}, {name: old}]
      keys: [{name: alice, secret: \(Self.secret), team: design, max_running: 2}, {name: bob, secret: \(Self.secret)1}]
      """)
    let file = try parse(
      """
      teams: [{name: design, budgets: {month: 7}}]
      keys: [{name: alice, secret: \(Self.secret), max_running: 3}, {name: carol, secret: \(Self.secret)2}]
      """)
    let plan = ReloadPlan(running: running, file: file)
    #expect(
      plan.report.changed == [
        .init("teams.design.budgets.day", before: "5", after: nil),
        .init("teams.design.budgets.month", before: nil, after: "7"),
        .init("teams.old", before: "declared", after: nil), .init("keys.alice.team", before: "design", after: nil),
        .init("keys.alice.max_running", before: "2", after: "3"), .init("keys.bob", before: "declared", after: nil),
        .init("keys.carol", before: nil, after: "declared"),
      ])
    #expect(plan.report.needsRestart.isEmpty && plan.configuration == file)
  }

  @Test("prices and ages of models change at once; what changes contents keeps all their rules until a restart")
  func models() throws {
    let running = try parse(#"models: {"acme/x": {price: 0.05, defaults: {n: 1}}}"#)
    let dearer = ReloadPlan(running: running, file: try parse(#"models: {"acme/x": {price: 0.07, ttl: 1d, defaults: {n: 1}}}"#))
    #expect(dearer.report.changed.map(\.name) == ["models.acme/x.price", "models.acme/x.ttl"])
    #expect(dearer.configuration.modelRules.first?.price != running.modelRules.first?.price)
    for rule in ["{price: 0.07, defaults: {n: 2}}", "{price: 0.05, defaults: {n: 1}, ignore: [trace_id]}", "{price: 0.05}"] {
      let plan = ReloadPlan(running: running, file: try parse(#"models: {"acme/x": \#(rule)}"#))
      #expect(plan.report.changed.isEmpty && !plan.report.needsRestart.isEmpty, "\(rule)")
      #expect(plan.configuration.modelRules == running.modelRules)
      #expect(plan.configuration.summary.models == running.summary.models)
    }
    let known = ReloadPlan(
      running: running, file: try parse(#"models: {"acme/x": {price: 0.05, defaults: {n: 1}}, "new/y": {price: 1}}"#))
    #expect(known.report.changed == [.init("models.new/y", before: nil, after: "declared")])
  }
}
