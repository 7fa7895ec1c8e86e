import Foundation
import Testing
import TollgateFaultSimulation

/// The whole engine under faults and crashes that seeds choose. `TOLLGATE_TEST_FAULT_SEEDS` says how many (10,000 unless set);
/// `./dev prove faults` runs more, and `./dev prove fault SEED` shows what happens with one.
@Suite struct FaultSimulationTests {
  private static let seeds = ProcessInfo.processInfo.environment["TOLLGATE_TEST_FAULT_SEEDS"].flatMap { UInt64($0) } ?? 10_000

  @Test(arguments: FormerFailure.all) func noSeedFailsAgain(_ former: FormerFailure) {
    let simulation = Simulation(seed: former.seed)
    simulation.run(events: 200)
    #expect(simulation.violations.isEmpty, "./dev prove fault \(former.seed): \(former.what)")
  }

  /// Takes some minutes of both cores, and has to share them.
  @Test(.timeLimit(.minutes(45))) func noSeedBreaksTheBooks() async {
    let failures = await SimulationRun(seeds: 1..<1 + Self.seeds).run()
    for failure in failures.prefix(10) {
      Issue.record("./dev prove fault \(failure.seed): \(failure.violations.prefix(3).joined(separator: "; "))")
    }
    #expect(failures.count == 0)
  }

  @Test func oneSeedHappensTheSameWayTwice() throws {
    func trace() throws -> [String] {
      let simulation = Simulation(seed: 7, isTraced: true)
      simulation.run(events: 200)
      return try #require(simulation.trace)
    }
    let first = try trace()
    #expect(first.count > 200)
    #expect(try trace() == first)
  }
}
