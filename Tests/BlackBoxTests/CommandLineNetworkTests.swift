import Foundation
import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// The command line over the network does and shows what it does and shows beside the gateway.
  @Suite struct CommandLineNetworkTests {
    private static let token = "an-admin-token-for-tests"

    /// Runs `body` beside a running gateway with an admin token and one purchase, with a program in another folder.
    private static func run(
      _ body: (_ bed: TestBed, _ gateway: GatewayProcess, _ elsewhere: CommandLineProgram, _ environment: [String: String])
        async throws -> Void
    ) async throws {
      try await TestBed.run(jobDuration: "10ms", environment: ["TOLLGATE_ADMIN_TOKEN": token]) { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let job = try #require(try await gateway.client.create(Picture.of("a red fox")).jobID)
          _ = try await gateway.client.finished(job)
          try await CommandLineProgram.inFolder { elsewhere in
            try await body(bed, gateway, elsewhere, ["TOLLGATE_GATEWAY": bed.url, "TOLLGATE_ADMIN_TOKEN": token])
            #expect(!FileManager.default.fileExists(atPath: elsewhere.folder.appending(path: "tollgate-data").path))
          }
          gateway.terminate()
        }
      }
    }

    @Test(.timeLimit(.minutes(15))) func everyCommandShowsTheSame() async throws {
      try await Self.run { bed, _, elsewhere, environment in
        for change in [
          ["teams", "create", "design", "--budget", "month=200"], ["keys", "create", "alice", "--team", "design"],
          ["keys", "change", "alice", "--budget", "day=5"], ["keys", "create", "demo", "--mode", "replay"],
          ["cache", "pin", "g1"], ["keys", "rotate", "alice"],
        ] {
          let outcome = try await elsewhere.run(change, environment: environment)
          #expect(outcome.code == 0, "\(change) \(outcome.errors)")
          #expect(!(outcome.output + outcome.errors).contains(Self.token))
        }
        #expect(try await bed.command("keys", "show", "demo").output.contains(/buys +never/))
        for command in [
          ["keys", "list"], ["keys", "show", "alice"], ["teams", "list"], ["teams", "show", "design"], ["jobs", "list"],
          ["jobs", "list", "--search", "fox", "--since", "1h", "--state", "succeeded", "--state", "running"],
          ["jobs", "count"], ["jobs", "show", "g1"], ["callbacks", "list"], ["cache", "list", "--pinned"],
          ["cache", "search", "fox"], ["cache", "show", "g1"], ["usage"], ["usage", "--by", "model"], ["budgets"],
          ["ledger"], ["ledger", "--kind", "capture"], ["assets", "list"], ["history", "--step", "day"], ["verify"],
        ] {
          for form in [[], ["--json"]] {
            func both() async throws -> (far: CommandLineProgram.Outcome, near: CommandLineProgram.Outcome) {
              (
                try await elsewhere.run(command + form, environment: environment),
                try await bed.program.run(command + form, environment: ["TOLLGATE_ADMIN_TOKEN": Self.token])
              )
            }
            var (far, near) = try await both()
            if Self.withoutAges(far.output) != Self.withoutAges(near.output) {
              // When a file was used is written down ten seconds later, which may be between the two. It is once.
              (far, near) = try await both()
            }
            #expect(far.code == near.code && far.code == 0, "\(command) \(far.errors) \(near.errors)")
            #expect(Self.withoutAges(far.output) == Self.withoutAges(near.output), "\(command)")
          }
        }
        try elsewhere.write(Picture.of("a red fox"), to: "fox.json")
        let quote = try await elsewhere.run(["quote", "fox.json", "--key", "alice"], environment: environment)
        #expect(quote.output.contains(/outcome +hit/), "\(quote.output) \(quote.errors)")
        #expect(try await elsewhere.run(["cache", "explain", "fox.json", "--key", "demo"], environment: environment).code == 0)
        let status = try await elsewhere.run(["status"], environment: environment)
        #expect(status.code == 0 && status.output.contains(/state +ready\n/), "\(status.output) \(status.errors)")
        #expect(status.output.contains(/purchases +1 since/) && status.output.contains(/buys +yes\n/), "\(status.output)")
        for csv in [["usage", "--csv"], ["ledger", "--csv"], ["history", "--step", "day", "--csv"]] {
          #expect(try await elsewhere.run(csv, environment: environment).output.contains("0.04"), "\(csv)")
        }
      }
    }

    @Test(.timeLimit(.minutes(15))) func bundlesGoThroughTheNetwork() async throws {
      try await Self.run { bed, _, elsewhere, environment in
        let settings = environment.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        let bundle = elsewhere.folder.appending(path: "bundle.tar").path
        let exported = try await bed.shell("env \(settings) $TOLLGATE cache export > '\(bundle)'")
        #expect(exported.code == 0 && exported.errors.contains("1 result"), "\(exported.errors)")
        #expect(try await elsewhere.run(["cache", "purge", "g1"], environment: environment).code == 0)
        let imported = try await elsewhere.run(["cache", "import", bundle], environment: environment)
        #expect(imported.code == 0 && imported.errors.contains("Imported: 1 result"), "\(imported.errors)")
        #expect(try await bed.command("cache", "list").output.contains("a red fox"))
      }
    }

    @Test(.timeLimit(.minutes(15))) func whoMayNotIsTold() async throws {
      try await Self.run { bed, _, elsewhere, environment in
        let url = ["TOLLGATE_GATEWAY": bed.url]
        let nothing = try await elsewhere.run(["jobs", "list"], environment: url)
        #expect(nothing.code == 1 && nothing.errors.contains("--token-file"), "\(nothing.errors)")
        let wrong = try await elsewhere.run(["jobs", "list", "--token", "wrong-token-of-a-test"], environment: url)
        #expect(wrong.code == 1 && wrong.errors.contains("does not accept this token"), "\(wrong.errors)")
        #expect(!wrong.errors.contains("wrong-token-of-a-test"))
        let secret = try await elsewhere.run(["keys", "create", "alice"], environment: environment).output
        try elsewhere.write(secret, to: "key")
        // What a key reads has a deadline of five seconds.
        try await eventually("its own budgets") {
          try await elsewhere.run(["budgets", "--token-file", "key"], environment: url).code == 0
        }
        let keys = try await elsewhere.run(["keys", "list", "--token-file", "key"], environment: url)
        #expect(keys.code == 1 && keys.errors.contains("needs the admin token"), "\(keys.errors)")
        // The token is one line of the input, and the create is the rest.
        let piped = try await bed.shell(
          "(echo \(Self.token); printf '%s' '\(Picture.of("a red fox"))') "
            + "| env TOLLGATE_GATEWAY=\(bed.url) TOLLGATE_ADMIN_TOKEN= $TOLLGATE quote - --key alice --token-file -")
        #expect(piped.code == 0 && piped.output.contains(/outcome +hit/), "\(piped.output) \(piped.errors)")
      }
    }

    @Test(.timeLimit(.minutes(15))) func watchingEndsWithCtrlC() async throws {
      try await Self.run { bed, gateway, elsewhere, environment in
        let watched = try await elsewhere.follow(
          ["jobs", "list", "--watch", "1"], environment: environment, until: "g1 ", count: 2)
        #expect(watched.code == 0 && watched.errors.isEmpty, "\(watched.errors)")
        #expect(watched.output.components(separatedBy: "PURCHASE").count >= 3, "\(watched.output)")
        let here = try await bed.program.follow(["usage", "--watch", "1"], until: "TOTAL", count: 2)
        #expect(here.code == 0, "\(here.errors)")
        // `head` has enough, and says so by closing.
        let start = ContinuousClock.now
        let closed = try await bed.shell("timeout 60 $TOLLGATE usage --watch 1 | head -n 1")
        #expect(closed.code == 0 && closed.output.hasPrefix("20") && start.duration(to: .now) < .seconds(30))
      }
    }

    @Test(.timeLimit(.minutes(15))) func liveShowsEveryRequestUntilCtrlC() async throws {
      try await Self.run { bed, gateway, elsewhere, environment in
        let client = gateway.client
        let aHit: @Sendable () async -> Void = { _ = try? await client.create(Picture.of("a red fox")) }
        let shown = try await elsewhere.follow(["live"], environment: environment, until: " hit ", during: aHit)
        #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown.errors)")
        #expect(
          shown.output.contains(/Z  hit      saved \$0\.04     g1      local         google\/nano-banana-2/), "\(shown.output)")
        let json = try await bed.program.follow(["live", "--json"], until: "\"outcome\":\"hit\"", during: aHit)
        let line = try #require(json.output.split(separator: "\n").first)
        let event = try JSONDecoder().decode(RequestEvent.self, from: Data(line.utf8))
        #expect(json.code == 0 && event.outcome == .hit && event.generation == GenerationNumber(1))
      }
    }

    @Test(.timeLimit(.minutes(15))) func watchingEndsWithAReasonWhenTheGatewayDoes() async throws {
      try await Self.run { bed, gateway, elsewhere, environment in
        let ended = try await elsewhere.follow(
          ["jobs", "list", "--watch", "1"], environment: environment, until: "g1 ", end: { gateway.kill() })
        #expect(ended.code == 69 && ended.errors.contains(bed.url), "\(ended.errors)")
      }
    }

    @Test(.timeLimit(.minutes(15)), arguments: [true, false])
    func liveEndsWithAReasonWhenTheGatewayDoes(_ isKilled: Bool) async throws {
      try await Self.run { bed, gateway, elsewhere, environment in
        let client = gateway.client
        let ended = try await elsewhere.follow(
          ["live"], environment: environment, until: " hit ",
          during: { _ = try? await client.create(Picture.of("a red fox")) },
          end: { if isKilled { gateway.kill() } else { gateway.terminate() } })
        #expect(ended.code == 69 && ended.errors.contains("watch again"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
      }
    }

    /// Ages go on between two looks.
    private static func withoutAges(_ text: String) -> String {
      text.replacing(#/ *[0-9]+[smh]( [0-9]+s)?( ago)?/#, with: "").replacing(#/ +/#, with: " ")
    }
  }
}
