package import TollgateCore

/// What a simulator has counted since its start.
package struct SimulatorStatistics: Sendable, Equatable {
  /// Creates received, whatever became of them.
  package let creates: Int
  /// Creates accepted and charged, those of the referee's log from earlier runs included.
  package let accepted: Int
  /// Queries received, whatever became of them.
  package let queries: Int
  /// Downloads of result files.
  package let files: Int
  /// Callbacks posted, answered or not.
  package let callbacks: Int
  /// The most creates that were unanswered at one moment.
  package let maximumConcurrentCreates: Int
  /// The most queries that were unanswered at one moment.
  package let maximumConcurrentQueries: Int
  /// The sum of all charges.
  package let charged: Money
  /// The sum of all refunds.
  package let refunded: Money
  /// How often each job was asked for, by id.
  package let queriesPerJob: [String: Int]

  init(counts: SimulatorState.Counts, accepted: [AcceptedJob], jobs: [SimulatedJob]) {
    creates = counts.creates
    self.accepted = accepted.count
    queries = counts.queries
    files = counts.files
    callbacks = counts.callbacks
    maximumConcurrentCreates = counts.maximumCreatesInFlight
    maximumConcurrentQueries = counts.maximumQueriesInFlight
    charged = accepted.reduce(.zero) { $0 + $1.amount }
    refunded = jobs.reduce(.zero) { $0 + $1.refunded }
    queriesPerJob = Dictionary(jobs.map { ($0.accepted.id, $0.queries) }) { first, _ in first }
  }

  /// The figures as the control API writes them.
  var json: JSONValue {
    var object = JSONObject()
    object["creates"] = .integer(creates)
    object["accepted"] = .integer(accepted)
    object["queries"] = .integer(queries)
    object["files"] = .integer(files)
    object["callbacks"] = .integer(callbacks)
    object["max_concurrent_creates"] = .integer(maximumConcurrentCreates)
    object["max_concurrent_queries"] = .integer(maximumConcurrentQueries)
    object["charged"] = .text(charged.description)
    object["refunded"] = .text(refunded.description)
    var perJob = JSONObject()
    for (id, count) in queriesPerJob { perJob[id] = .integer(count) }
    object["queries_per_job"] = .object(perJob)
    return .object(object)
  }
}
