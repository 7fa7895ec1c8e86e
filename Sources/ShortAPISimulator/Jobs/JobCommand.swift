package import TollgateCore

/// What somebody does to a job through the control API.
package enum JobCommand: Sendable, Equatable {
  /// The job ends now with its results.
  case succeed
  /// The job ends now without results.
  case fail(error: String, refund: Refund)
  /// The charge of a failed job is given back; a later command replaces an earlier one.
  case refund(Refund)
  /// The job shows a status of this number from now on, without results.
  case status(Int)
  /// The job takes this much longer; one that has ended runs again.
  case extend(Duration)

  /// Reads a command as the control API takes it, e.g. `{"action": "fail", "refund": "0.01"}`.
  package init(json: JSONValue) throws(SimulatorInputError) {
    guard case .object(let object) = json else { throw SimulatorInputError("a command is a JSON object") }
    let reader = MemberReader(object: object, what: "command")
    try reader.refuseOthers(than: ["action", "error", "refund", "refund_after_ms", "status", "duration_ms"])
    var refund = try reader.refund() ?? .full
    if let wait = try reader.milliseconds("refund_after_ms") { refund = .later(wait) }
    switch try reader.string("action") {
    case "succeed": self = .succeed
    case "fail": self = .fail(error: try reader.string("error") ?? SimulatedJob.usualError, refund: refund)
    case "refund": self = .refund(refund)
    case "status":
      guard let status = try reader.integer("status", in: -1000...1000) else {
        throw SimulatorInputError("the action status needs \"status\", a whole number")
      }
      self = .status(status)
    case "extend":
      guard let duration = try reader.milliseconds("duration_ms") else {
        throw SimulatorInputError("the action extend needs \"duration_ms\"")
      }
      self = .extend(duration)
    default: throw SimulatorInputError("a command's \"action\" is one of succeed, fail, refund, status, extend")
    }
  }
}
