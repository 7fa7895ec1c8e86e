import Foundation
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("The administration says how the gateway is, and how it is configured")
struct GatewayFactsTests {
  private static let token = "an-admin-token-for-tests"

  private static func run(
    _ change: (inout GatewayUnderTest.Setup) -> Void = { _ in },
    _ body: (GatewayUnderTest, _ get: (String) async throws -> Reply) async throws -> Void
  ) async throws {
    let setup = GatewayUnderTest.Setup {
      $0.adminToken = Secret(token)
      change(&$0)
    }
    try await GatewayUnderTest.run(setup) { gateway in
      try await body(gateway) { path in try await GatewayUnderTest.call(.GET, gateway.baseURL + "/-/api/" + path, key: token) }
    }
  }

  private static func health(_ reply: Reply) throws -> HealthReport {
    #expect(reply.status == 200, "\(reply.text)")
    return try JSONDecoder().decode(HealthReport.self, from: Data(reply.bytes))
  }

  @Test("what it is made of, since when it runs, and that all is well")
  func healthy() async throws {
    try await Self.run { gateway, get in
      let fresh = try Self.health(try await get("health"))
      #expect(fresh.versions.tollgate == "1.2.3" && fresh.versions.schema > 0 && fresh.versions.swift.hasPrefix("6."))
      #expect(fresh.versions.database.contains(/^SQLite 3\.\d+\.\d+$/))
      #expect(fresh.service == .init(access: .open, replaysOnly: false, isDraining: false))
      #expect(
        fresh.upstream == .init(address: "https://upstream.example", answeredAt: nil, troubledAt: nil, trouble: nil, pause: nil)
      )
      #expect(fresh.clock.startedAt <= fresh.clock.now && fresh.clock.uptime >= 0 && fresh.work.maximumSending == 64)
      _ = try await gateway.finished(Body.picture("a lighthouse"))
      let used = try Self.health(try await get("health"))
      #expect(used.database.isWritable && used.database.commits > fresh.database.commits)
      let committed = try #require(used.database.committedAt)
      #expect(committed >= fresh.clock.now && committed <= used.clock.now)
      #expect((used.upstream.answeredAt ?? committed) >= fresh.clock.now && used.upstream.trouble == nil)
      gateway.engine.drain.begin()
      let draining = try Self.health(try await get("health"))
      #expect(draining.service.isDraining && draining.upstream.pause == .draining)
    }
  }

  @Test("that the upstream cannot be reached, or does not take the gateway's key")
  func upstreamTrouble() async throws {
    try await Self.run { gateway, get in
      gateway.simulator.setFaults([Fault(on: .create, .dropAfter)])
      _ = try await gateway.create(Body.picture("lost"))
      gateway.simulator.clearFaults()
      let lost = try Self.health(try await get("health"))
      #expect(lost.upstream.troubledAt != nil && lost.upstream.trouble?.isEmpty == false && lost.upstream.pause == nil)
      #expect(lost.work.purchases == ["unknown": 1])
    }
  }

  @Test("keys and teams of the file, and those that were made")
  func configuration() async throws {
    try await Self.run { gateway, get in
      let administration = gateway.engine.administration
      _ = try await administration.createTeam(NewTeam(name: "design", budgets: [.day: .set(Money("5"))]))
      _ = try await administration.createKey(NewKey(name: "alice", team: "design", models: ["google/*"]))
      _ = try await administration.createKey(NewKey(name: "gone"))
      try await administration.revokeKey(named: "gone")
      let reply = try await get("configuration")
      let shown = try JSONDecoder().decode(ConfigurationSummary.self, from: Data(reply.bytes))
      #expect(shown.settings == GatewayUnderTest.program.configuration.settings)
      #expect(shown.keys.map(\.name) == ["declared", "alice"] && shown.keys.map(\.origin.kind) == [.file, .store])
      #expect(shown.keys[1].settings.map { "\($0.name) \($0.value)" } == ["team design", "secret ***", "models [google/*]"])
      #expect(shown.teams.map(\.name) == ["design"] && shown.teams[0].settings.map(\.value) == ["5"])
      #expect(shown.settings[1].origin.description == "gateway.yaml:7 (KEY)")
      for path in ["configuration?x=1", "health?x=1"] { #expect(try await get(path).status == 400) }
    }
  }
}
