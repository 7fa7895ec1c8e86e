import TollgateCore

/// Decides what an answer to a create means for the money: the two-class error table, and nothing else.
///
/// Only two things prove that nothing was bought: that nothing was sent, and the API's own no. Whatever is not clearly the API
/// speaking, such as a proxy's HTML, a redirect or half an answer, leaves the outcome unknown.
struct CreateClassifier: Sendable {
  /// Takes the upstream key out of the upstream's words.
  let redactor: Redactor
  /// The calendar time, for a `Retry-After` that is a date.
  let now: Timestamp

  /// The outcome of a create whose answer arrived whole.
  func outcome(of answer: WireAnswer) -> CreateOutcome {
    let envelope: Envelope
    do {
      envelope = try Envelope(answer.body)
    } catch {
      return outcome(of: answer, without: error)
    }
    guard envelope.code == 0 else {
      // A proxy in front of the API may answer 5xx with JSON that has a code, too.
      guard answer.status < 500 || envelope.words != nil else {
        return unknown(answer, "its code \(envelope.code) comes without a word", .object(envelope.root))
      }
      return outcome(of: answer, refusal: envelope)
    }
    return outcome(of: answer, approval: envelope)
  }

  /// The outcome of a create that brought no answer.
  func outcome(of failure: TransportFailure) -> CreateOutcome {
    failure.nothingSent ? .notSent(reason: failure.reason) : .unknown(reason: failure.reason)
  }
}

extension CreateClassifier {
  /// A code other than 0.
  private func outcome(of answer: WireAnswer, refusal envelope: Envelope) -> CreateOutcome {
    guard !envelope.mentionsJob else {
      return unknown(answer, "its code is \(envelope.code) and yet it names a job", .object(envelope.root))
    }
    let rejection = Rejection(httpStatus: answer.status, code: envelope.code, text: text(envelope.words, answer))
    switch answer.status {
    case 401, 403:
      return .credentialRefused(rejection)
    case 429:
      return .rejected(rejection, retryAfter: RetryAfter.parse(answer.retryAfter, now: now))
    default:
      return .rejected(rejection, retryAfter: nil)
    }
  }

  /// Code 0.
  private func outcome(of answer: WireAnswer, approval envelope: Envelope) -> CreateOutcome {
    let root = JSONValue.object(envelope.root)
    guard answer.isSuccess else {
      if answer.status == 401 || answer.status == 403, !envelope.mentionsJob {
        return .credentialRefused(rejection(answer, words: envelope.words))
      }
      return unknown(answer, "its code is 0", root)
    }
    guard let data = envelope.data?.object else { return unknown(answer, "it has no data object", root) }
    guard let member = data["job_id"] else { return unknown(answer, "its data has no job_id", root) }
    guard let jobID = member.jobID else { return unknown(answer, "its job_id is no text that can be an id", root) }
    return .accepted(upstreamID: jobID, charge: data["amount"]?.amount.map { .stated($0) } ?? .unstated)
  }

  /// No envelope.
  private func outcome(of answer: WireAnswer, without problem: NotAnEnvelope) -> CreateOutcome {
    guard answer.status != 401, answer.status != 403 else {
      return .credentialRefused(rejection(answer, words: nil))
    }
    return unknown(answer, problem.reason, problem.document)
  }

  /// A rejection of the HTTP layer, where no envelope gives it a code.
  private func rejection(_ answer: WireAnswer, words: String?) -> Rejection {
    Rejection(httpStatus: answer.status, code: Int64(answer.status), text: text(words, answer))
  }

  private func text(_ words: String?, _ answer: WireAnswer) -> String {
    words.map { redactor.redact($0).onOneLine(limit: UpstreamText.limit) }
      ?? "the upstream refused the request (HTTP \(answer.status)) and did not say why"
  }

  private func unknown(_ answer: WireAnswer, _ problem: String, _ document: JSONValue?) -> CreateOutcome {
    .unknown(reason: answer.complaint(problem, document, redactor))
  }
}

/// What holds for the upstream's words wherever they are passed on.
enum UpstreamText {
  /// The most that is passed on, in Unicode scalars.
  static let limit = 2000
}
