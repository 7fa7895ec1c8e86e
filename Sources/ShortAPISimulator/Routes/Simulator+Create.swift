import Logging
import NIOConcurrencyHelpers
import TollgateCore

extension Simulator {
  /// `POST /api/v1/job/create`: charged in the referee's log first, answered then, unless a fault decides otherwise.
  func create(_ request: Request) async -> Reaction {
    if let refusal = refusal(of: request) { return .answer(refusal) }
    let text = String(decoding: request.body, as: UTF8.self)
    let fault = takeFault(on: .create, in: text)
    let usual: Answer
    switch makeJob(request.body, fault: fault, jobFault: { self.takeFault(on: .create, concerningJob: true, in: text) }) {
    case .rejected(let answer):
      if let fault, !fault.accepts { return await apply(fault, to: answer, for: request) }
      return .answer(answer)
    case .made(let job):
      if fault?.accepts ?? true {
        do { try await log.append(job.accepted) } catch {
          logger.error("a create was not accepted", metadata: ["error": "\(error)"])
          return .answer(.envelope(500, info: "the referee's log cannot be written"))
        }
        add(job)
      }
      usual = createAnswer(job.accepted, fault: fault)
    }
    guard let fault else { return .answer(usual) }
    return await apply(fault, to: usual, for: request)
  }

  /// Puts an accepted job among the others.
  private func add(_ job: SimulatedJob) {
    state.withLockedValue { $0.jobs.add(job) }
    if configuration.callbacks, job.callbackURL != nil { signalCallback(job.accepted.id) }
  }

  private enum Made {
    case made(SimulatedJob)
    case rejected(Answer)
  }

  /// Reads a create and makes its job, which is not accepted yet.
  private func makeJob(_ body: [UInt8], fault: Fault?, jobFault: () -> Fault?) -> Made {
    let json: JSONValue
    do { json = try CanonicalJSON.parse(body) } catch {
      return .rejected(.envelope(400, info: "the body is not JSON: \(error)"))
    }
    guard let model = json["model"]?.string, !model.isEmpty else { return .rejected(.envelope(400, info: "invalid model")) }
    guard case .object(let args)? = json["args"] else { return .rejected(.envelope(400, info: "args is not an object")) }
    let kind = ResultKind(model: model, catalogue: catalogue)
    let now = time.now()
    var amount = price(model: model, args: args)
    if fault?.kind == .wrongAmount {
      amount = fault?.amount?.string.flatMap { Money($0) } ?? amount.multiplied(by: 2) ?? amount
    }
    let accepted = AcceptedJob(
      id: identifier(at: now, fault: fault), at: now, sha256: Fingerprint.sha256(of: body), amount: amount, model: model,
      results: kind == .images ? args["num_images"]?.number?.int64.map { Int(max(1, min($0, 10))) } ?? 1 : 1,
      format: format(of: kind, args: args))
    let url = json["callback_url"]?.string.flatMap { $0.hasPrefix("http://") || $0.hasPrefix("https://") ? $0 : nil }
    return .made(
      SimulatedJob(
        accepted: accepted, args: CanonicalJSON.encode(.object(args)), kind: kind, callbackURL: url,
        state: course(from: now, fault: jobFault())))
  }

  /// Jobs of an earlier run: their arguments and callbacks are not in the log, their time and their files are.
  func restore(_ accepted: AcceptedJob) {
    let job = SimulatedJob(
      accepted: accepted, args: Array("{}".utf8), kind: ResultKind(model: accepted.model, catalogue: catalogue),
      callbackURL: nil, state: course(from: accepted.at, fault: nil))
    state.withLockedValue { $0.jobs.add(job) }
  }

  private func course(from start: Timestamp, fault: Fault?) -> SimulatedJob.State {
    let end = start + configuration.jobDuration
    switch fault?.kind {
    case .failJob:
      let error = fault?.info ?? SimulatedJob.usualError
      return .running(until: end, then: .failure(error: error, refund: fault?.refund ?? .full))
    case .stallJob: return .running(until: nil, then: .success)
    default: return .running(until: end, then: .success)
    }
  }

  private func price(model: String, args: JSONObject) -> Money {
    switch catalogue.quote(model: model, args: args) {
    case .price(let money), .capped(let money): money
    case .unknown: configuration.defaultPrice
    }
  }

  private func identifier(at now: Timestamp, fault: Fault?) -> String {
    state.withLockedValue { state in
      if fault?.kind == .duplicateJobID, let last = state.jobs.accepted.last { return last.id }
      return state.identifiers.next(secondsSince1970: now.millisecondsSince1970 / 1000)
    }
  }

  private func format(of kind: ResultKind, args: JSONObject) -> FileFormat {
    switch kind {
    case .images:
      let wish = args["output_format"]?.string.flatMap { FileFormat(rawValue: $0) }
      return wish.flatMap { $0.isImage ? $0 : nil } ?? .png
    case .videos: return .mp4
    case .musics: return .mp3
    }
  }
}
