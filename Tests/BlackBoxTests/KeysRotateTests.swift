import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// A secret is exchanged beside the running gateway, and its end outlives the process.
  @Suite struct KeysRotateTests {
    private static let body = #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"a lighthouse"}}"#

    @Test(.timeLimit(.minutes(15))) func theOldSecretWorksUntilItEnds() async throws {
      try await TestBed.run { bed in
        /// The one line that a command printed.
        func secret(_ arguments: String...) async throws -> String {
          let outcome = try await bed.program.run(arguments)
          try #require(outcome.code == 0 && outcome.output.wholeMatch(of: /tg_[0-9a-f]{48}\n/) != nil, "\(outcome.errors)")
          return String(outcome.output.dropLast())
        }
        func status(_ gateway: GatewayProcess, _ secret: String) async throws -> Int {
          try await gateway.client.create(Self.body, headers: ["Authorization": "Bearer " + secret]).status
        }
        let (secrets, _) = try await bed.gateway { gateway in
          try await gateway.ready()
          let first = try await secret("keys", "create", "alice")
          #expect(try await status(gateway, first) == 200)
          let second = try await secret("keys", "rotate", "alice", "--overlap", "1h")
          #expect(try await [status(gateway, first), status(gateway, second)] == [200, 200])
          try await eventually(
            "the last use", holds: { try await bed.command("keys", "show", "alice").output.contains(/last used +20/) })
          #expect(try await bed.command("keys", "show", "alice").output.contains("old secret"))
          return [first, second]
        }
        // Without a gateway the command opens the data folder itself.
        let third = try await secret("keys", "rotate", "alice", "--overlap", "0s")
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          for ended in secrets { #expect(try await status(gateway, ended) == 401) }
          #expect(try await status(gateway, third) == 200)
          let shown = try await bed.command("keys", "list", "--json").output
          #expect((secrets + [third]).allSatisfy { !shown.contains($0) && !bed.gatewayLog.contains($0) })
        }
        #expect(try await bed.command("keys", "rotate", "nobody").code == 1)
      }
    }
  }
}
