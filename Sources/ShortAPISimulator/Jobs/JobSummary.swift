package import TollgateCore

/// A job as the control API shows it.
package struct JobSummary: Sendable, Equatable {
  /// What the referee's log says about it.
  package let accepted: AcceptedJob
  /// 1 running, 2 succeeded, 3 failed, or a number that somebody set.
  package let status: Int
  /// What was given back so far.
  package let refunded: Money
  /// How often the job was asked for.
  package let queries: Int
  /// The paths of its result files.
  package let files: [String]

  init(_ job: SimulatedJob) {
    accepted = job.accepted
    status = job.status
    refunded = job.refunded
    queries = job.queries
    files = job.files.map(\.path)
  }

  /// The summary as the control API writes it.
  var json: JSONValue {
    var object = JSONObject()
    object["id"] = .text(accepted.id)
    object["at"] = .number(JSONNumber(accepted.at.millisecondsSince1970))
    object["sha256"] = .text(accepted.sha256)
    object["amount"] = .text(accepted.amount.description)
    object["model"] = .text(accepted.model)
    object["status"] = .integer(status)
    object["refunded_credit"] = .text(refunded.description)
    object["queries"] = .integer(queries)
    object["files"] = .array(files.map(JSONValue.text))
    return .object(object)
  }
}
