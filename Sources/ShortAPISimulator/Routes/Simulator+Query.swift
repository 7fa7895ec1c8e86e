import NIOConcurrencyHelpers
import NIOHTTP1
import TollgateCore

extension Simulator {
  /// `GET /api/v1/job/query?id=`: the job's record as it is at this moment.
  func query(_ request: Request) async -> Reaction {
    if let refusal = refusal(of: request) { return .answer(refusal) }
    let fault = takeFault(on: .query, in: request.head.uri)
    let usual = record(of: request.queryValue("id") ?? "", fault: fault)
    guard let fault else { return .answer(usual) }
    return await apply(fault, to: usual, for: request)
  }

  private func record(of id: String, fault: Fault?) -> Answer {
    let now = time.now()
    let record = state.withLockedValue { state in
      let publicURL = state.publicURL
      return state.jobs.with(id, at: now) { job in
        job.queries += 1
        job.renewLinks()
        let status = fault?.kind == .unknownStatus ? fault?.status ?? 7 : nil
        return job.record(publicURL: publicURL, status: status, withLinks: fault?.kind != .emptyResult)
      }
    }
    return record.map { .success(data: $0) } ?? .envelope(404, info: "job not found")
  }
}
