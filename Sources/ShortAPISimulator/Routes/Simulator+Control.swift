import NIOConcurrencyHelpers
import TollgateCore

extension Simulator {
  /// Replaces the faults.
  package func setFaults(_ faults: [Fault]) {
    state.withLockedValue { state in
      state.faults.removeAll()
      state.faults.add(faults)
    }
  }

  /// Adds faults behind those that are set.
  package func addFaults(_ faults: [Fault]) { state.withLockedValue { $0.faults.add(faults) } }

  /// Ends all faults.
  package func clearFaults() { setFaults([]) }

  /// The faults that are set, and how often each was applied.
  package var faults: [FaultState] { state.withLockedValue { $0.faults.entries } }

  /// Every accepted create in order, those of the referee's log from earlier runs first.
  package var accepted: [AcceptedJob] { state.withLockedValue { $0.jobs.accepted } }

  /// All jobs as they are now, in the order of their acceptance.
  package var jobs: [JobSummary] {
    let now = time.now()
    return state.withLockedValue { $0.jobs.all(at: now).map(JobSummary.init) }
  }

  /// A job as it is now; `nil` where there is none.
  package func job(_ id: String) -> JobSummary? {
    let now = time.now()
    return state.withLockedValue { $0.jobs.with(id, at: now) { JobSummary($0) } }
  }

  /// Does something to a job.
  ///
  /// - Returns: the job afterwards; `nil` where there is none.
  @discardableResult
  package func command(_ id: String, _ command: JobCommand) -> JobSummary? {
    let now = time.now()
    let summary = state.withLockedValue { state in
      state.jobs.with(id, at: now) { job in
        job.apply(command, at: now)
        return JobSummary(job)
      }
    }
    signalCallback(id)
    return summary
  }

  /// What was counted since the start.
  package var statistics: SimulatorStatistics {
    let now = time.now()
    return state.withLockedValue { state in
      SimulatorStatistics(counts: state.counts, accepted: state.jobs.accepted, jobs: state.jobs.all(at: now))
    }
  }
}
