import TollgateCore

/// Reads a job's record out of an answer to a query. Nothing is concluded from anything else.
struct QueryClassifier: Sendable {
  /// The id that was asked for.
  let upstreamID: String
  /// Takes the upstream key out of the upstream's words.
  let redactor: Redactor
  /// The calendar time, for a `Retry-After` that is a date.
  let now: Timestamp

  /// The outcome of a query whose answer arrived whole.
  func outcome(of answer: WireAnswer) -> QueryOutcome {
    let envelope: Envelope
    do {
      envelope = try Envelope(answer.body)
    } catch {
      return unusable(answer, error.reason, error.document)
    }
    let root = JSONValue.object(envelope.root)
    guard answer.isSuccess, envelope.code == 0 else { return unusable(answer, "its code is \(envelope.code)", root) }
    guard let data = envelope.data?.object else { return unusable(answer, "it has no data object", root) }
    guard ["id", "job_id"].allSatisfy({ isOurs(data[$0]) }) else { return unusable(answer, "it tells of another job", root) }
    guard let status = status(of: data) else { return unusable(answer, "its status is none of 1, 2 and 3", root) }
    let credit = data["credit"]?.amount
    return .record(UpstreamRecord(status: status, data: data, credit: credit, refunded: refunded(data, credit: credit)))
  }

  /// The outcome of a query that brought no answer.
  func outcome(of failure: TransportFailure) -> QueryOutcome {
    .unusable(reason: failure.reason, retryAfter: nil)
  }
}

extension QueryClassifier {
  /// Where a record names its job, it must be the one that was asked for.
  private func isOurs(_ name: JSONValue?) -> Bool {
    guard let name else { return true }
    return name.string.map { $0.utf8.elementsEqual(upstreamID.utf8) } ?? false
  }

  private func status(of data: JSONObject) -> UpstreamRecord.Status? {
    switch data["status"]?.number?.int64 ?? data["status"]?.string.flatMap({ Int64($0) }) {
    case 1: .running
    case 2: .succeeded
    case 3: .failed(error: errorText(data["error"]))
    default: nil
    }
  }

  private func errorText(_ error: JSONValue?) -> String {
    guard let words = error?.string ?? error?["message"]?.string, !words.isEmpty else {
      return "the upstream gave the job up and did not say why"
    }
    return redactor.redact(words).onOneLine(limit: UpstreamText.limit)
  }

  private func refunded(_ data: JSONObject, credit: Money?) -> Money {
    guard data["refunded"]?.bool == true else { return .zero }
    return data["refunded_credit"]?.amount ?? credit ?? .zero
  }

  private func unusable(_ answer: WireAnswer, _ problem: String, _ document: JSONValue?) -> QueryOutcome {
    .unusable(
      reason: answer.complaint(problem, document, redactor),
      retryAfter: answer.status == 429 ? RetryAfter.parse(answer.retryAfter, now: now) : nil)
  }
}
