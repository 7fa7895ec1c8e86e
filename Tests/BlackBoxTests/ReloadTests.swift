import Foundation
import NIOHTTP1
import Subprocess
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// A running gateway reads its configuration file again.
  @Suite struct ReloadTests {
    private static func yaml(_ rest: String) -> String {
      """
      keys:
        - {name: alice, secret: the-secret-of-alice}
      \(rest)
      """
    }

    private static func create(_ gateway: GatewayProcess, _ prompt: String, as name: String = "alice") async throws -> Answer {
      try await gateway.client.create(Picture.of(prompt), headers: ["Authorization": "Bearer the-secret-of-\(name)"])
    }

    @Test(.timeLimit(.minutes(15))) func byCommand() async throws {
      try await TestBed.run { bed in
        try bed.program.write(Self.yaml(""), to: "gateway.yaml")
        let (_, end) = try await bed.gateway { gateway in
          try await gateway.ready()
          let first = try #require(try await Self.create(gateway, "first").jobID)
          try await eventually("the first one's end") {
            try await gateway.client.query(first, headers: ["Authorization": "Bearer the-secret-of-alice"])
              .data?["status"]?.number?.int64 == 2
          }
          #expect(try await Self.create(gateway, "first", as: "bob").status == 401)

          let bob = "  - {name: bob, secret: the-secret-of-bob, budgets: {total: 0}}"
          try bed.program.write(
            Self.yaml(bob + "\nlog: {level: debug}\nserver: {limits: {connections: 77}}"), to: "gateway.yaml")
          let done = try await bed.command("reload")
          #expect(done.code == 0, "\(done.errors)")
          #expect(done.output.contains("keys.bob") && done.output.contains("log.level"))
          #expect(done.output.contains("Not before a restart") && done.output.contains("server.limits.connections"))
          #expect(done.errors.contains("2 changes in force, and 1 change waiting for a restart"), "\(done.errors)")
          #expect(try await Self.create(gateway, "first", as: "bob").cacheStatus?.contains("hit") == true)
          #expect(try await Self.create(gateway, "second", as: "bob").code == 40200, "he may not buy")
          let again = try await bed.command("reload", "--json")
          let report = try JSONDecoder().decode(ConfigurationReload.self, from: Data(again.output.utf8))
          #expect(report.changed.isEmpty && report.needsRestart.map(\.name) == ["server.limits.connections"])
          #expect(try await bed.command("keys", "revoke", "bob").errors.contains("gateway.yaml:3"))

          // Gone is revoked; the same name is the same key.
          try bed.program.write("keys: [{name: bob, secret: the-secret-of-bob}]\n", to: "gateway.yaml")
          #expect(try await bed.command("reload").code == 0)
          #expect(try await Self.create(gateway, "first").status == 401)
          #expect(try await Self.create(gateway, "second", as: "bob").status == 200)
          try bed.program.write(Self.yaml("  - {name: bob, secret: the-secret-of-bob}"), to: "gateway.yaml")
          #expect(try await bed.command("reload").code == 0)
          #expect(try await Self.create(gateway, "first").status == 200)
          #expect(try await bed.command("usage", "--json").output.contains("alice"))

          // A mistake changes nothing, and says where it is.
          try bed.program.write("keys: []\nmode: dead\n", to: "gateway.yaml")
          let refused = try await bed.shell(
            "curl -s -X POST --unix-socket tollgate-data/admin.sock http://gateway/-/api/configuration/reload")
          #expect(refused.output.contains("gateway.yaml:2") && refused.output.contains("replay"), "\(refused.output)")
          #expect(try await bed.command("reload").code == 78)
          #expect(try await Self.create(gateway, "first").status == 200)

          // Nor does a file that is being written, or is gone.
          try bed.program.write("# budgets:\n", to: "gateway.yaml")
          #expect(try await bed.command("reload").code == 78)
          try FileManager.default.removeItem(atPath: bed.program.folder.path + "/gateway.yaml")
          #expect(try await bed.command("reload").code == 78)
          #expect(try await Self.create(gateway, "first").status == 200)
          gateway.terminate()
        }
        #expect(end == .exited(0))
        #expect(!bed.gatewayLog.contains("the-secret-of"))
      }
    }

    @Test(.timeLimit(.minutes(15))) func bySignal() async throws {
      try await TestBed.run { bed in
        try bed.program.write(Self.yaml("mode: replay"), to: "gateway.yaml")
        let (_, end) = try await bed.gateway { gateway in
          try await gateway.ready()
          #expect(try await Self.create(gateway, "picture").status == 504, "it never buys")
          try bed.program.write(Self.yaml("mode: live"), to: "gateway.yaml")
          try gateway.hangUp()
          try await eventually("the new mode", holds: { try await Self.create(gateway, "picture").status == 200 })
          try bed.program.write("mode: [\n", to: "gateway.yaml")
          try gateway.hangUp()
          try await eventually("a remark in the log", holds: { bed.gatewayLog.contains("nothing has changed") })
          #expect(try await Self.create(gateway, "another").status == 200)
          gateway.terminate()
        }
        #expect(end == .exited(0))
      }
    }
  }

  /// What `tollgate doctor` finds.
  @Suite struct DoctorTests {
    private struct Finding: Decodable {
      let verdict: String
      let subject: String
      let finding: String
      let remedy: String?
    }

    private static func findings(_ bed: TestBed) async throws -> (findings: [Finding], code: Int32?) {
      let outcome = try await bed.command("doctor", "--json")
      return (try JSONDecoder().decode([Finding].self, from: Data(outcome.output.utf8)), outcome.code)
    }

    @Test(.timeLimit(.minutes(15))) func findsWhatIsWrong() async throws {
      try await TestBed.run { bed in
        var (found, code) = try await Self.findings(bed)
        #expect(code == 0 && found.contains { $0.subject == "database" && $0.verdict == "ok" })
        let creates = try await bed.simulator.creates()
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          (found, code) = try await Self.findings(bed)
          #expect(code == 0, "\(found)")
          #expect(found.allSatisfy { $0.verdict == "ok" }, "\(found)")
          #expect(found.contains { $0.subject == "gateway" && $0.finding.contains("It runs") })
          #expect(found.contains { $0.subject == "database" && $0.finding.contains("synchronous=2") })
          #expect(found.contains { $0.subject == "upstream" })
          try await bed.simulator.add(faults: #"{"on":"query","kind":"unauthorized"}"#)
          (found, code) = try await Self.findings(bed)
          #expect(code == 1 && found.contains { $0.subject == "upstream" && $0.verdict == "problem" && $0.remedy != nil })
        }
        #expect(try await bed.simulator.creates() == creates, "it buys nothing")

        try bed.program.write("upstream: {base_url: http://127.0.0.1:9}\n", to: "away.yaml")
        let away = try await bed.shell(#"env -u TOLLGATE_UPSTREAM_BASE_URL "$TOLLGATE" doctor --config away.yaml"#)
        #expect(
          away.code == 1 && away.output.contains("does not answer") && away.output.contains("away.yaml:1"), "\(away.output)")
        let loose = try await bed.shell("chmod 755 tollgate-data; \"$TOLLGATE\" doctor")
        #expect(loose.output.contains("chmod 700"), "\(loose.output)")
        try bed.program.write("mode: dead\n", to: "gateway.yaml")
        (found, code) = try await Self.findings(bed)
        #expect(code == 1 && found.count == 1 && found[0].finding.contains("gateway.yaml:1"))
      }
    }
  }
}
