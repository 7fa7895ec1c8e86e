import Foundation
import GRDB
import NIOHTTP1
import Subprocess
import Testing
import TollgateCore

/// Budgets and limits of keys, without a running gateway.
@Suite struct CommandLineBudgetTests {
  @Test func areSetShownAndTakenAway() async throws {
    try await CommandLineProgram.inFolder { program in
      #expect(try await program.run(["keys", "create", "bob"]).code == 0)
      let none = try await program.run(["budgets"])
      #expect(none.code == 0 && none.output.isEmpty && none.errors.contains("keys change NAME"))
      let usage = try await program.run(["usage"])
      #expect(usage.code == 0 && usage.output.isEmpty)

      let created = try await program.run([
        "keys", "create", "alice", "--budget", "total=100", "--budget", "day=5.00", "--generations-per-minute", "30",
      ])
      #expect(created.code == 0)
      #expect(created.output.wholeMatch(of: /tg_[0-9a-f]{48}\n/) != nil)
      let listed = try await program.run(["keys", "list"])
      #expect(listed.output.contains("$5 a day, $100 in total, 30 purchases a minute"))
      #expect(
        listed.output.contains(#/\n\nBUDGET .*\nkey alice +day +\$5 +\$0 +\$0 +\$5 +0 % +20.*\nkey alice +total +\$100 /#))

      let changed = try await program.run([
        "keys", "change", "alice", "--budget", "day=0.1", "--budget", "total=none", "--max-running", "8",
      ])
      #expect(changed.code == 0)
      #expect(changed.errors.contains("$0.1 a day, 30 purchases a minute, 8 running"))
      #expect(try await program.run(["keys", "show", "alice"]).output.contains(/limits +\$0\.1 a day, 30 purchases/))
      #expect(try await program.run(["keys", "show", "alice"]).output.contains(#/\n\nBUDGET .*\nkey alice +day +\$0\.1 /#))
      #expect(try await !program.run(["keys", "show", "bob"]).output.contains("BUDGET"))
      let shown = try await program.run(["keys", "show", "alice", "--json"])
      let key = try JSONDecoder().decode(KeySummary.self, from: Data(shown.output.utf8))
      #expect(key.limits.budgets == BudgetLimits(day: Money("0.1")))

      let table = try await program.run(["budgets"])
      #expect(table.output.contains(/key alice +day +\$0\.1 +\$0 +\$0 +\$0\.1 +0 % +20[0-9-]+ 00:00:00Z\n/), "\(table.output)")
      for name in ["nobody", "revoked"] {
        if name == "revoked" {
          _ = try await program.run(["keys", "create", name, "--budget", "day=1"])
          #expect(try await program.run(["keys", "revoke", name]).code == 0)
        }
        let refused = try await program.run(["keys", "change", name, "--budget", "day=1"])
        #expect(refused.code == 1 && refused.errors.contains(name))
      }
      #expect(try await !program.run(["budgets"]).output.contains("revoked"))
      #expect(try await program.run(["verify"]).code == 0)
    }
  }

  @Test func aBrokenRuleIsExitCodeOne() async throws {
    try await CommandLineProgram.inFolder { program in
      _ = try await program.run(["keys", "create", "alice"])
      #expect(try await program.run(["verify"]).code == 0)
      let file = program.folder.appending(path: "tollgate-data/tollgate.sqlite").path
      try DatabaseQueue(path: file).inDatabase {
        try $0.execute(sql: "INSERT INTO balances (scope, window, period, spent, held) VALUES ('gateway', 0, 'total', 5, 0)")
      }
      for arguments in [["verify"], ["verify", "--json"]] {
        let outcome = try await program.run(arguments)
        #expect(outcome.code == 1, "\(outcome.output) \(outcome.errors)")
      }
      let outcome = try await program.run(["verify"])
      #expect(outcome.output.contains("BROKEN") && outcome.errors.contains("keep a copy"), "\(outcome.output)")
    }
  }

  @Test func resetAtMidnightOfTheConfiguredTimeZone() async throws {
    try await CommandLineProgram.inFolder { program in
      _ = try await program.run(["keys", "create", "alice", "--budget", "day=1", "--budget", "month=1"])
      let table = try await program.run(["budgets"], environment: ["TOLLGATE_TIME_ZONE": "Asia/Kolkata"])
      #expect(table.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(" 18:30:00Z") }, "\(table.output)")
    }
  }
}

extension ProcessTests {
  /// Money, as clients and the commands beside a running gateway see it.
  @Suite struct CommandLineMoneyTests {
    @Test(.timeLimit(.minutes(15))) func aKeySpendsItsBudgetAndNoMore() async throws {
      try await TestBed.run(jobDuration: "10ms") { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let key = try await bed.command("keys", "create", "alice", "--budget", "day=0.05")
          let alice: HTTPHeaders = ["Authorization": "Bearer \(key.output.trimmingCharacters(in: .newlines))"]
          #expect(try await gateway.client.create(Picture.of("one"), headers: alice).amount == "0.04")
          #expect(try await gateway.client.create(Picture.of("one"), headers: alice).amount == "0")
          let refused = try await gateway.client.create(Picture.of("two"), headers: alice)
          #expect(refused.status == 402 && refused.code == 40200, "\(refused.text)")
          #expect(try await bed.command("budgets").output.contains(/key alice +day +\$0\.05 +\$0\.04 +\$0 +\$0\.01/))

          try bed.program.write(Picture.of("two"), to: "two.json")
          let poor = try await bed.command("quote", "two.json", "--key", "alice")
          #expect(poor.code == 1 && poor.output.contains(/outcome +refused/), "\(poor.output) \(poor.errors)")
          #expect(poor.output.contains(/key alice +day +\$0\.05 +\$0\.01 +\$0\.01 +no/))
          try bed.program.write(Picture.of("one"), to: "one.json")
          let hit = try await bed.command("quote", "one.json", "--key", "alice", "--json")
          let quote = try JSONDecoder().decode(QuoteSummary.self, from: Data(hit.output.utf8))
          #expect(hit.code == 0 && quote.quote == Money("0.04") && [.hit, .joined].contains(quote.outcome))
          #expect(try await bed.command("quote", "one.json").errors.contains("--key NAME"))

          // The next request sees the new limit.
          #expect(try await bed.command("keys", "change", "alice", "--budget", "day=0.08").code == 0)
          #expect(try await gateway.client.create(Picture.of("two"), headers: alice).amount == "0.04")
          // A lower one takes nothing back.
          #expect(try await bed.command("keys", "change", "alice", "--budget", "day=0.01").code == 0)
          #expect(try await gateway.client.create(Picture.of("two"), headers: alice).amount == "0")
          #expect(try await bed.command("budgets").output.contains(#/key alice +day +\$0\.01 +\$0\.08 +\$0 +\$0 /#))

          #expect(try await bed.command("usage").output.contains(#/alice +\$0\.08 +\$0 +\S+ +2 /#))
          let csv = try await bed.command("usage", "--by", "model", "--csv")
          #expect(csv.output.hasPrefix("model,spent,held,saved,purchases,hits,joined,refused\r\n"))
          #expect(csv.output.contains("google/nano-banana-2/text-to-image,0.08,0,"))
          let json = try await bed.command("usage", "--by", "day", "--json")
          let report = try JSONDecoder().decode(UsageReport.self, from: Data(json.output.utf8))
          #expect(report.total.spent == Money("0.08") && report.rows.count == 1)
          #expect(try await bed.command("usage", "--until", "2020-01-01").errors.contains("in this time"))
          gateway.terminate()
        }
        // Both pictures were asked for a second time.
        let usage = try await bed.command("usage")
        #expect(usage.output.contains(#/alice +\$0\.08 +\$0 +\$0\.08 +2 /#), "\(usage.output)")
        let saved = try await bed.command("usage", "--by", "team", "--json")
        #expect(try JSONDecoder().decode(UsageReport.self, from: Data(saved.output.utf8)).total.saved == Money("0.08"))
        #expect(try bed.simulator.purchases().count == 2)
        #expect(try await bed.command("verify").code == 0)
      }
    }

    @Test(.timeLimit(.minutes(15))) func verifyListsUnknownMoneyAndIsContent() async throws {
      try await TestBed.run(jobDuration: "10ms") { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          try await bed.simulator.add(faults: #"{"on":"create","kind":"dropAfter","times":1}"#)
          #expect(try await gateway.client.create(Picture.of("lost")).status == 504)
          let verify = try await bed.command("verify")
          #expect(verify.code == 0, "\(verify.output)")
          #expect(verify.output.contains("1 purchase with an unknown outcome, $0.04 held, the oldest for "))
          #expect(verify.output.contains("  g1 "))
          let json = try await bed.command("verify", "--json")
          let report = try JSONDecoder().decode(VerificationReport.self, from: Data(json.output.utf8))
          #expect(report.isClean && report.unknown.sum == Money("0.04") && report.unknown.oldest != nil)
          #expect(try await bed.command("usage").output.contains(#/local +\$0 +\$0\.04 /#))
          // The clients' name for the purchase leads to its settlement.
          #expect(try await bed.command("jobs", "resolve", "g1", "--not-charged").code == 0)
          #expect(try await !bed.command("verify").output.contains("unknown outcome"))
        }
      }
    }
  }
}
