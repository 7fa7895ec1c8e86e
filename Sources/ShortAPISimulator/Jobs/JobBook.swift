import TollgateCore

/// Every accepted job, by id and in order.
struct JobBook {
  private(set) var accepted: [AcceptedJob] = []
  private var jobs: [String: SimulatedJob] = [:]
  private var order: [String] = []

  /// Adds an accepted job. One with the id of an earlier job counts as accepted and leaves that job as it is.
  mutating func add(_ job: SimulatedJob) {
    accepted.append(job.accepted)
    guard jobs[job.accepted.id] == nil else { return }
    jobs[job.accepted.id] = job
    order.append(job.accepted.id)
  }

  /// Looks at a job as it is now, and may change it; `nil` where there is none.
  mutating func with<Result>(_ id: String, at now: Timestamp, _ body: (inout SimulatedJob) -> Result) -> Result? {
    guard var job = jobs[id] else { return nil }
    job.settle(at: now)
    let result = body(&job)
    jobs[id] = job
    return result
  }

  /// All jobs as they are now, in the order of their acceptance.
  mutating func all(at now: Timestamp) -> [SimulatedJob] {
    order.compactMap { id in with(id, at: now) { $0 } }
  }
}
