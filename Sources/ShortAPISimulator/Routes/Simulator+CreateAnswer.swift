import TollgateCore

extension Simulator {
  /// The answer to an accepted create, with what a fault does to its members.
  func createAnswer(_ job: AcceptedJob, fault: Fault?) -> Answer {
    var amount: String? = "\"\(job.amount)\""
    var id: String? = job.id
    switch fault?.kind {
    case .missingAmount: amount = nil
    case .missingJobID: id = nil
    case .oddAmount:
      amount = fault?.amount.map { String(decoding: CanonicalJSON.encode($0), as: UTF8.self) } ?? "\(job.amount)"
    default: break
    }
    let members = [amount.map { "\"amount\":\($0)" }, id.map { "\"job_id\":\"\($0)\"" }]
    let data = "{\(members.compactMap { $0 }.joined(separator: ","))}"
    guard fault?.kind == .codeWithJobID else { return .success(data: Array(data.utf8)) }
    let info = String(decoding: CanonicalJSON.encode(.text(fault?.info ?? "upstream service unstable")), as: UTF8.self)
    let code = fault?.code ?? 3000
    return .json(fault?.status ?? 200, Array("{\"code\":\(code),\"info\":\(info),\"data\":\(data)}".utf8))
  }
}
