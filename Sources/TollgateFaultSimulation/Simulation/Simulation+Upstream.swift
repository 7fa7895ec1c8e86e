import NIOConcurrencyHelpers
import TollgateCore
import TollgateEngine
import TollgateTestSupport

extension Simulation {
  /// The upstream makes up its mind about a create, or answers it.
  func upstreamActs(on call: Int) {
    guard let create = referee.state.withLockedValue({ $0.creates[call] }) else { return }
    if let outcome = create.outcome { return answer(call, outcome) }
    let outcome = decide(create.content)
    guard random.chance(2, in: 3) else {
      note("the upstream has decided on call \(call) and does not answer yet: \(outcome)")
      return referee.state.withLockedValue { $0.creates[call]?.outcome = outcome }
    }
    answer(call, outcome)
  }

  private func answer(_ call: Int, _ outcome: CreateOutcome) {
    note("the upstream answers call \(call): \(outcome)")
    referee.answer(call, outcome)
    checkReferee()
  }

  private func decide(_ content: Content) -> CreateOutcome {
    switch random.below(100) {
    case 0..<56: return .accepted(upstreamID: accept(content).id, charge: .stated(lastCharge))
    case 56..<61: return .accepted(upstreamID: accept(content).id, charge: .unstated)
    case 61..<69:
      accept(content)
      return .unknown(reason: "the connection broke after the upstream had accepted")
    case 69..<75: return .unknown(reason: "the connection broke before the upstream had accepted")
    case 75..<84: return .rejected(Rejection(httpStatus: 400, code: 1, text: "no"), retryAfter: nil)
    case 84..<88:
      return .rejected(Rejection(httpStatus: 429, code: 1, text: "slowly"), retryAfter: .seconds(1 + random.below(30)))
    case 88..<96: return .notSent(reason: "no connection")
    case 96..<97: return .credentialRefused(Rejection(httpStatus: 401, code: 1, text: "who are you"))
    default:
      let jobs = referee.state.withLockedValue(\.jobs)
      guard !jobs.isEmpty else { return .unknown(reason: "no usable answer") }
      let known = jobs[random.below(jobs.count)]
      return .accepted(upstreamID: known.id, charge: .stated(known.charge))
    }
  }

  private var lastCharge: Money { referee.state.withLockedValue { $0.jobs.last?.charge ?? .zero } }

  /// Takes a job on, at the expected price mostly, and else at any up to five times of it, to the nano-dollar.
  @discardableResult
  func accept(_ content: Content) -> Referee.Job {
    lastJob += 1
    let expected = Self.price.nanodollars
    let charge = Money(nanodollars: random.chance(7, in: 10) ? expected : Int64(1 + random.below(Int(expected) * 5)))
    let job = Referee.Job(id: "job-\(lastJob)", content: content, charge: charge)
    referee.state.withLockedValue { $0.jobs.append(job) }
    note("the upstream accepts \(job.id) for \(job.charge)")
    return job
  }

  func answerQuery(_ call: Int) {
    guard let query = referee.state.withLockedValue({ $0.queries[call] }) else { return }
    if random.chance(1, in: 8) {
      return referee.answer(call, QueryOutcome.unusable(reason: "no answer", retryAfter: .seconds(random.below(10))))
    }
    if random.chance(1, in: 2) { proceed(with: query.upstreamID, mayFail: true) }
    referee.answer(call, record(of: query.upstreamID))
  }

  /// The server of files answers, or the connection breaks.
  func answerDownload(_ call: Int) {
    let outcome: FileOutcome =
      switch random.below(20) {
      case 0..<12: .complete
      case 12..<14: .cut(reason: "the connection broke")
      case 14..<16: .gone(status: 404)
      case 16..<18: .failed(reason: "no answer")
      case 18: .tooLarge
      default: .refused(reason: "not allowed")
      }
    note("download \(call) ends: \(outcome)")
    referee.answer(call, outcome)
  }

  /// A job goes on: it ends, or more of its money comes back.
  func proceed(with id: String, mayFail: Bool) {
    let choice = mayFail ? random.below(10) : 0
    // An upstream may also say that it gave more back than it took.
    let part = random.below(4)
    referee.state.withLockedValue { state in
      guard let place = state.jobs.firstIndex(where: { $0.id == id }) else { return }
      let charge = state.jobs[place].charge.nanodollars
      switch state.jobs[place].status {
      case .running where choice < 6: state.jobs[place].status = .succeeded
      case .running:
        state.jobs[place].status = .failed(error: "it broke")
        state.jobs[place].refunded = Money(nanodollars: charge * Int64(part) / 2)
      case .failed:
        state.jobs[place].refunded = Money(nanodollars: max(state.jobs[place].refunded.nanodollars, charge * Int64(part) / 2))
      case .succeeded: break
      }
    }
  }

  /// What the upstream says of a job.
  func record(of id: String) -> QueryOutcome {
    guard let job = referee.state.withLockedValue({ state in state.jobs.first { $0.id == id } }) else {
      return .unusable(reason: "no such job", retryAfter: nil)
    }
    note("the upstream says of \(id): \(job.status), refunded \(job.refunded)")
    return .record(
      UpstreamRecord(status: job.status, data: Self.recordData(of: id), credit: job.charge, refunded: job.refunded))
  }

  private static func recordData(of id: String) -> JSONObject {
    ["result": ["images": [["url": .text("https://file.example/tmp/\(id).png")]]], "status": 2]
  }
}
