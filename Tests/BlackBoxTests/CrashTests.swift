import Foundation
import Subprocess
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// `kill -9` at any moment, under load and with an upstream that fails now and then.
  ///
  /// `TOLLGATE_TEST_CRASH_ROUNDS` says how often (50 unless set), `TOLLGATE_TEST_SEED` repeats what a run drew by chance.
  @Suite struct CrashTests {
    private static let rounds = ProcessInfo.processInfo.environment["TOLLGATE_TEST_CRASH_ROUNDS"].flatMap { Int($0) } ?? 50
    private static let seed = ProcessInfo.processInfo.environment["TOLLGATE_TEST_SEED"].flatMap { UInt64($0) } ?? 20_260_331
    /// How long a start may take on a machine that does nothing else: where rounds were asked for, as `./dev prove crashes` does.
    private static let restartLimit: Duration? =
      ProcessInfo.processInfo.environment["TOLLGATE_TEST_CRASH_ROUNDS"] == nil ? nil : .seconds(2)

    /// Together 5 % of the creates.
    private static let faults = [
      #"{"on":"create","kind":"dropAfter","probability":0.01}"#, #"{"on":"create","kind":"dropBefore","probability":0.01}"#,
      #"{"on":"create","kind":"html","probability":0.01}"#, #"{"on":"create","kind":"reject","probability":0.01}"#,
      #"{"on":"create","kind":"delay","delay_ms":300,"probability":0.01}"#,
    ]

    @Test(.timeLimit(.minutes(30))) func losesNothingAndBuysNothingTwice() async throws {
      print("crash test: \(Self.rounds) rounds, TOLLGATE_TEST_SEED=\(Self.seed)")
      var generator = SeededGenerator(seed: Self.seed)
      try await TestBed.run(jobDuration: "300ms", seed: Self.seed) { bed in
        for fault in Self.faults { try await bed.simulator.add(faults: fault) }
        let load = CreateLoad(seed: Self.seed)
        var restarts: [Duration] = []
        for round in 1...Self.rounds {
          // One in ten is killed while it starts.
          let isKilledEarly = Int.random(in: 0..<10, using: &generator) == 0
          let moment = Duration.milliseconds(Int.random(in: isKilledEarly ? 0...150 : 100...1100, using: &generator))
          let (restart, end) = try await bed.gateway(connections: 200) { gateway in
            try await Self.serveUntilKilled(gateway, load: load, after: moment, isKilledEarly: isKilledEarly)
          }
          try #require(end == .signaled(9), "round \(round): \(bed.gatewayLog.suffix(4000))")
          if let restart { restarts.append(restart) }
        }
        try await bed.simulator.clearFaults()
        try await Self.checkBooks(of: bed, after: load)
        if let restartLimit = Self.restartLimit {
          // Not the very worst ones, which the machine decides.
          #expect(restarts.count { $0 > restartLimit } <= 1 + restarts.count / 20, "\(restarts)")
        }
        let median = restarts.sorted().dropFirst(restarts.count / 2).first ?? .zero
        print(
          "crash test: \(load.description); of \(restarts.count) restarts the median took \(median), the longest \(restarts.max() ?? .zero)"
        )
      }
    }

    /// - Returns: how long the start took; `nil` where it was not waited for.
    private static func serveUntilKilled(
      _ gateway: GatewayProcess, load: CreateLoad, after moment: Duration, isKilledEarly: Bool
    ) async throws -> Duration? {
      if isKilledEarly {
        try await Task.sleep(for: moment)
        gateway.kill()
        return nil
      }
      let restart = try await gateway.ready()
      #expect(try await gateway.client.violations() == [])
      await withDiscardingTaskGroup { group in
        group.addTask { await load.run(on: gateway.client) }
        try? await Task.sleep(for: moment)
        gateway.kill()
        group.cancelAll()
      }
      return restart
    }

    /// Compares what the gateway knows with what the referee saw, when all jobs have ended.
    private static func checkBooks(of bed: TestBed, after load: CreateLoad) async throws {
      _ = try await bed.gateway { gateway in
        try await gateway.ready()
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !gateway.client.generations(in: .running).isEmpty, ContinuousClock.now < deadline {
          try await Task.sleep(for: .milliseconds(200))
        }
        let books = try await Books(of: gateway.client)
        let purchases = try bed.simulator.purchases()
        books.compare(with: purchases)
        #expect(try await gateway.client.violations() == [])
        try await load.checkIssuedJobs(at: gateway.client)
        let states = books.states.map { "\($0.value) \($0.key.rawValue)" }.sorted().joined(separator: ", ")
        print("crash test: \(purchases.count) accepted upstream; the gateway's: \(states)")
      }
    }
  }
}
