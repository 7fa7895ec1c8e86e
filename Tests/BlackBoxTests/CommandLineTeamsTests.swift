import Foundation
import Testing
import TollgateCore

/// Teams, without a running gateway.
@Suite struct CommandLineTeamsTests {
  @Test func areMadeLimitedAndRemoved() async throws {
    try await CommandLineProgram.inFolder { program in
      try program.write("teams:\n  - {name: filed, budgets: {day: 1}}\n", to: "gateway.yaml")
      let created = try await program.run(["teams", "create", "design", "--budget", "month=200.00"])
      #expect(created.code == 0 && created.output.isEmpty && created.errors.contains("$200 a month"))
      #expect(created.errors.contains("keys create NAME --team design"))
      let typo = try await program.run(["keys", "create", "alice", "--team", "desgin"])
      #expect(typo.code == 64 && typo.errors.contains("design, filed"), "\(typo.errors)")
      #expect(try await program.run(["keys", "create", "alice", "--team", "design"]).code == 0)
      #expect(try await program.run(["teams", "list"]).output.contains(/design +created +1 +\$0 +\$0 +\$200 a month\n/))
      #expect(try await program.run(["teams", "remove", "design"]).errors.contains("alice"))

      let moved = try await program.run(["keys", "change", "alice", "--no-team", "--models", "google/*", "--mode", "replay"])
      #expect(moved.code == 0 && moved.errors.contains("may use google/*; it never buys"), "\(moved.errors)")
      #expect(try await program.run(["teams", "change", "design", "--budget", "month=none"]).errors.contains("no limits"))
      let shown = try await program.run(["teams", "show", "design", "--json"])
      #expect(try JSONDecoder().decode(TeamSummary.self, from: Data(shown.output.utf8)).keys == 0)
      #expect(try await program.run(["teams", "remove", "design"]).code == 0)
      #expect(try await program.run(["teams", "show", "design"]).code == 1)
      for command in [["create", "filed"], ["change", "filed", "--budget", "day=2"], ["remove", "filed"]] {
        let refused = try await program.run(["teams"] + command)
        #expect(refused.code == 1 && refused.errors.contains("gateway.yaml:2"), "\(refused.errors)")
      }
      #expect(try await program.run(["verify"]).code == 0)
    }
  }
}
