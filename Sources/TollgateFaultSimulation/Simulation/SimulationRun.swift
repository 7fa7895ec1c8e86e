import Foundation
import NIOConcurrencyHelpers

/// Many simulations, on as many threads as there are processors.
package struct SimulationRun: Sendable {
  /// A seed with what it broke.
  package struct Failure: Sendable {
    package let seed: UInt64
    package let violations: [String]
  }

  package let seeds: Range<UInt64>
  package let eventsPerSeed: Int
  /// Whether the first failure ends the run.
  package let stopsAtFailure: Bool

  package init(seeds: Range<UInt64>, eventsPerSeed: Int = 200, stopsAtFailure: Bool = false) {
    self.seeds = seeds
    self.eventsPerSeed = eventsPerSeed
    self.stopsAtFailure = stopsAtFailure
  }

  private struct Progress {
    var next: UInt64
    var failures: [Failure] = []
    var finished = 0
  }

  /// Runs all seeds.
  ///
  /// - Parameter report: called now and then with the number of seeds that have ended.
  /// - Returns: the failures, by seed.
  package func run(report: @escaping @Sendable (Int) -> Void = { _ in }) async -> [Failure] {
    let progress = NIOLockedValueBox(Progress(next: seeds.lowerBound))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
        group.addTask {
          await withCheckedContinuation { continuation in
            // A thread of its own: a simulation never waits, and would keep the tasks of others from running.
            let thread = Thread {
              while let seed = take(from: progress) {
                let simulation = Simulation(seed: seed)
                simulation.run(events: eventsPerSeed)
                let finished = progress.withLockedValue { progress in
                  progress.finished += 1
                  if !simulation.violations.isEmpty {
                    progress.failures.append(Failure(seed: seed, violations: simulation.violations))
                  }
                  return progress.finished
                }
                if finished % 1000 == 0 { report(finished) }
              }
              continuation.resume()
            }
            thread.stackSize = 8 << 20
            thread.start()
          }
        }
      }
    }
    return progress.withLockedValue { $0.failures.sorted { $0.seed < $1.seed } }
  }

  private func take(from progress: NIOLockedValueBox<Progress>) -> UInt64? {
    progress.withLockedValue { progress in
      guard progress.next < seeds.upperBound, progress.failures.isEmpty || !stopsAtFailure else { return nil }
      defer { progress.next += 1 }
      return progress.next
    }
  }
}
