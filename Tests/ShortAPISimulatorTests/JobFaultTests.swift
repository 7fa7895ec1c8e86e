import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

/// Jobs that fail or never end, and what is done to jobs by hand.
struct JobFaultTests {
  @Test(arguments: [
    (Refund.full, "0.04", "0.04"), (.none, "0", "0"), (.amount(Money(nanodollars: 10_000_000)), "0.01", "0.01"),
    (.later(.seconds(10)), "0", "0.04"),
  ])
  func failedJobGivesBack(refund: Refund, atFirst: String, later: String) async throws {
    let time = ManualTime()
    try await withSimulator(time: time) { simulator, base in
      let fault = Fault(on: .create, .failJob, times: 1).with { fault in
        fault.refund = refund
        fault.info = "bad prompt"
      }
      simulator.setFaults([fault])
      let id = try await createJob(base)
      #expect(try await record(base, id)["status"] == 1)
      #expect(try await record(base, id)["error"] == nil)
      time.advance(by: .seconds(3))
      for (wait, amount) in [(Duration.zero, atFirst), (.seconds(10), later)] {
        time.advance(by: wait)
        let record = try await record(base, id)
        #expect(record["status"] == 3)
        #expect(record["error"] == "bad prompt")
        #expect(record["refunded_credit"]?.string == amount)
        #expect(record["refunded"]?.bool == (amount != "0"))
        #expect(record["credit"] == "0.04")
      }
      let next = try await createJob(base)
      time.advance(by: .seconds(3))
      #expect(try await record(base, next)["status"] == 2)
    }
  }

  @Test func stalledJobNeverEndsByItself() async throws {
    let time = ManualTime()
    try await withSimulator(time: time) { simulator, base in
      simulator.setFaults([Fault(on: .create, .stallJob)])
      let id = try await createJob(base)
      time.advance(by: .seconds(86_400 * 365))
      #expect(try await record(base, id)["status"] == 1)
      simulator.command(id, .succeed)
      #expect(try await record(base, id)["status"] == 2)
    }
  }

  @Test func jobFaultAndAnswerFaultHappenToOneCreate() async throws {
    try await withSimulator { simulator, base in
      simulator.setFaults([Fault(on: .create, .missingAmount), Fault(on: .create, .failJob)])
      _ = try await call(.POST, base + "/api/v1/job/create", body: Sample.create)
      #expect(simulator.faults.map(\.applied) == [1, 1])
    }
  }

  @Test func commandsMoveAJobThroughItsStates() async throws {
    let time = ManualTime()
    try await withSimulator(time: time) { simulator, base in
      let id = try await createJob(base)
      func status() -> Int? { simulator.job(id)?.status }
      simulator.command(id, .extend(.seconds(10)))
      time.advance(by: .seconds(12))
      #expect(status() == 1)
      time.advance(by: .seconds(1))
      #expect(status() == 2)
      simulator.command(id, .status(9))
      #expect(status() == 9)
      #expect(try await record(base, id)["status"] == 9)
      #expect(try await record(base, id)["result"] == nil)
      simulator.command(id, .fail(error: "late", refund: .none))
      #expect(status() == 3)
      #expect(simulator.job(id)?.refunded == .zero)
      simulator.command(id, .refund(.amount(Money(nanodollars: 30_000_000))))
      #expect(simulator.job(id)?.refunded == Money("0.03"))
      simulator.command(id, .refund(.full))
      #expect(simulator.job(id)?.refunded == Money("0.04"))
      #expect(simulator.command("69cac2e5b066fa83d0420890", .succeed) == nil)
    }
  }
}
