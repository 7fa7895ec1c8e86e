import ArgumentParser
import Foundation
import TollgateFaultSimulation

/// Runs the engine under faults and crashes that seeds choose.
@main struct FaultSimulation: AsyncParsableCommand {
  @Option(help: "How many seeds.")
  var seeds: UInt64 = 10_000

  @Option(help: "The first of them.")
  var first: UInt64 = 1

  @Option(help: "What happens with each.")
  var events = 200

  @Option(help: "How many failures end the run.")
  var failures = 3

  @Flag(help: "Print everything that happens with the first seed.")
  var trace = false

  func run() async throws {
    if trace { return try show() }
    let start = ContinuousClock.now
    let run = SimulationRun(seeds: first..<first + seeds, eventsPerSeed: events, failuresToEnd: failures)
    let failed = await run.run { finished, broken in
      let line = "\(finished) of \(seeds) seeds in \(Self.seconds(since: start)) s, \(broken) failed\n"
      // Seen at once, also through a pipe.
      FileHandle.standardOutput.write(Data(line.utf8))
    }
    for failure in failed {
      print("seed \(failure.seed):")
      for violation in failure.violations.prefix(5) { print("  \(violation)") }
    }
    guard failed.isEmpty else { throw ExitCode.failure }
    print("\(seeds) seeds with \(events) events each in \(Self.seconds(since: start)) s: 0 violations")
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Int64 { (ContinuousClock.now - start).components.seconds }

  private func show() throws {
    let simulation = Simulation(seed: first, isTraced: true)
    simulation.run(events: events)
    for line in simulation.trace ?? [] { print(line) }
    guard simulation.violations.isEmpty else { throw ExitCode.failure }
  }
}
