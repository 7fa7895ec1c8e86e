/// ShortAPI, as the engine sees it. No call throws: every outcome that a network can have is a value, because what follows for
/// the money depends on which one it was.
package protocol UpstreamAPI: Sendable {
  /// Sends one create: exactly these normalised bytes, under the upstream key, with or without a leading `Bearer `. It is never
  /// sent again by the adapter, whatever happens.
  func create(_ body: [UInt8], credential: Secret) async -> CreateOutcome

  /// Asks for one job's record. Asking again is always safe.
  func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome
}

/// What became of a create, by the two-class rule: either it provably bought nothing, or it may have.
package enum CreateOutcome: Sendable, Equatable {
  /// The upstream took the job: `code` 0 and a job id.
  case accepted(upstreamID: String, charge: Charge)
  /// A well-formed envelope with a non-zero code and no job id, whatever its HTTP status. `retryAfter` comes with a 429.
  case rejected(Rejection, retryAfter: Duration?)
  /// 401 or 403: the upstream does not accept the credential.
  case credentialRefused(Rejection)
  /// No byte of the request reached the upstream: sending it again is safe.
  case notSent(reason: String)
  /// Anything else. It may have been bought, and must not be sent again.
  case unknown(reason: String)
}

/// What a query brought.
package enum QueryOutcome: Sendable, Equatable {
  case record(UpstreamRecord)
  /// No usable answer: nothing is concluded, and the job is asked again later. `retryAfter` comes with a 429.
  case unusable(reason: String, retryAfter: Duration?)
}

/// A job's record as the upstream tells it.
package struct UpstreamRecord: Sendable, Equatable {
  /// How far the job is.
  package enum Status: Sendable, Equatable {
    case running
    case succeeded
    /// With the record's `error` text.
    case failed(error: String)
  }

  package let status: Status
  /// The record itself, all of its members.
  package let data: JSONObject
  /// `credit`: what the job cost; `nil` where absent or not an amount.
  package let credit: Money?
  /// What came back: `refunded_credit` where `refunded` is true, else zero. Where `refunded` is true and the amount is missing,
  /// the credit.
  package let refunded: Money

  package init(status: Status, data: JSONObject, credit: Money?, refunded: Money) {
    self.status = status
    self.data = data
    self.credit = credit
    self.refunded = refunded
  }
}
