import ArgumentParser
import TollgateFaultSimulation

/// Runs the engine under faults and crashes that seeds choose.
@main struct FaultSimulation: AsyncParsableCommand {
  @Option(help: "How many seeds.")
  var seeds: UInt64 = 10_000

  @Option(help: "The first of them.")
  var first: UInt64 = 1

  @Option(help: "What happens with each.")
  var events = 200

  @Flag(help: "Print everything that happens with the first seed.")
  var trace = false

  func run() async throws {
    if trace { return try show() }
    let start = ContinuousClock.now
    let run = SimulationRun(seeds: first..<first + seeds, eventsPerSeed: events, stopsAtFailure: true)
    let failures = await run.run { finished in print("\(finished) seeds …") }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    for failure in failures {
      print("seed \(failure.seed):")
      for violation in failure.violations.prefix(5) { print("  \(violation)") }
    }
    guard failures.isEmpty else { throw ExitCode.failure }
    print("\(seeds) seeds with \(events) events each in \(Int(seconds)) s: 0 violations")
  }

  private func show() throws {
    let simulation = Simulation(seed: first, isTraced: true)
    simulation.run(events: events)
    for line in simulation.trace ?? [] { print(line) }
    guard simulation.violations.isEmpty else { throw ExitCode.failure }
  }
}
