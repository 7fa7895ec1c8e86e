import Foundation
import Glibc
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
  /// How many failures end the run.
  package let failuresToEnd: Int
  /// How often it is reported how far the run is.
  private static let reportInterval: Duration = .seconds(5)

  package init(seeds: Range<UInt64>, eventsPerSeed: Int = 200, failuresToEnd: Int = .max) {
    self.seeds = seeds
    self.eventsPerSeed = eventsPerSeed
    self.failuresToEnd = failuresToEnd
  }

  private struct Progress {
    var next: UInt64
    var failures: [Failure] = []
    var finished = 0
    var lastReport = ContinuousClock.now
  }

  /// Runs all seeds.
  ///
  /// - Parameter report: called every few seconds with the number of seeds that have ended, and of those that failed.
  /// - Returns: the failures, by seed.
  package func run(report: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) async -> [Failure] {
    let progress = NIOLockedValueBox(Progress(next: seeds.lowerBound))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
        group.addTask {
          await withCheckedContinuation { continuation in
            // A thread of its own: a simulation never waits, and would keep the tasks of others from running.
            let thread = Thread {
              // On Linux it is this thread's alone (setpriority(2)): whatever else runs in the process has deadlines, this has not.
              setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
              while let seed = take(from: progress) {
                let simulation = Simulation(seed: seed)
                simulation.run(events: eventsPerSeed)
                note(simulation, in: progress, report)
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

  private func note(
    _ simulation: Simulation, in progress: NIOLockedValueBox<Progress>, _ report: @Sendable (Int, Int) -> Void
  ) {
    let due = progress.withLockedValue { progress -> (finished: Int, failed: Int)? in
      progress.finished += 1
      if !simulation.violations.isEmpty {
        progress.failures.append(Failure(seed: simulation.seed, violations: simulation.violations))
      }
      let now = ContinuousClock.now
      guard now - progress.lastReport >= Self.reportInterval else { return nil }
      progress.lastReport = now
      return (progress.finished, progress.failures.count)
    }
    if let due { report(due.finished, due.failed) }
  }

  private func take(from progress: NIOLockedValueBox<Progress>) -> UInt64? {
    progress.withLockedValue { progress in
      guard progress.next < seeds.upperBound, progress.failures.count < failuresToEnd else { return nil }
      defer { progress.next += 1 }
      return progress.next
    }
  }
}
