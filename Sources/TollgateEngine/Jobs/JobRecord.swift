import TollgateCore

/// Whose record is written: the vendor's members, seen from one key's job.
struct JobRecord: Sendable {
  /// The job id that was asked.
  let jobID: String
  /// The asking key's name.
  let keyName: String
  /// Whether this job id is the one that paid: it alone shows the purchase's money.
  let isPayer: Bool

  /// Members that must be absent from a running or succeeded answer: some programs take any of them for a failure.
  private static let errorMembers = ["error", "info", "message"]

  /// The record of a generation that has not ended, or failed.
  func unfinished(_ generation: Generation, args: JSONObject) -> JSONObject {
    let machine = generation.machine
    var data = JSONObject()
    data["model"] = .text(generation.model)
    data["args"] = .object(args)
    data["created_at"] = .text(generation.createdAt.description)
    data["updated_at"] = .text(generation.updatedAt.description)
    if generation.state == .failed {
      data["status"] = 3
      data["error"] = .text(generation.note ?? "The upstream gave no reason.")
      data["finished_at"] = .text((generation.finishedAt ?? generation.updatedAt).description)
    } else {
      data["status"] = 1
    }
    data["id"] = .text(jobID)
    data["key_name"] = .text(keyName)
    data["credit"] = amount(isPayer ? machine.captured ?? .zero : .zero)
    data["refunded"] = .bool(isPayer && machine.refunded > .zero)
    data["refunded_credit"] = amount(isPayer ? machine.refunded : .zero)
    return data
  }

  /// The upstream's finished record without what the gateway says itself, or must not say.
  static func withoutErrors(_ upstreamRecord: JSONObject) -> JSONObject {
    var data = upstreamRecord
    for member in errorMembers { data[member] = nil }
    data["job_id"] = nil
    return data
  }

  private func amount(_ money: Money) -> JSONValue { .text(money.description) }
}
