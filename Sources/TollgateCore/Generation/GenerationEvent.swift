/// What the upstream charged for a create, as its answer said.
package enum Charge: Sendable, Equatable {
  /// The answer's `amount`.
  case stated(Money)
  /// `amount` was missing or odd: the hold is captured, and corrected when the finished record names its `credit`.
  case unstated
}

/// A definite no of the upstream, as it is passed on to the clients.
package struct Rejection: Sendable, Equatable, Codable {
  /// The upstream's HTTP status; 200 occurs.
  package let httpStatus: Int
  /// The envelope's non-zero code.
  package let code: Int64
  /// The envelope's `info` or `message`.
  package let text: String

  package init(httpStatus: Int, code: Int64, text: String) {
    self.httpStatus = httpStatus
    self.code = code
    self.text = text
  }
}

/// Why a hold was given back.
package enum ReleaseReason: String, Sendable, Codable, CaseIterable {
  /// Connecting failed: no byte of the create left the process.
  case unreachable
  /// The upstream refused the gateway's own key.
  case credentialRefused
  /// The queue in front of the upstream was full, or the wait in it too long.
  case queue
  /// The gateway was shutting down, or had been restarted, before the create was sent.
  case shutdown
  /// The ledger could not be written, so that nothing was sent.
  case ledgerUnwritable
  /// A person found that the upstream did not charge.
  case notCharged
}

extension ReleaseReason {
  /// The reason in a sentence.
  var explanation: String {
    switch self {
    case .unreachable: "The upstream could not be reached; nothing was sent."
    case .credentialRefused: "The upstream refused the gateway's own key."
    case .queue: "It waited too long to be sent, or too many waited."
    case .shutdown: "The gateway stopped before it was sent."
    case .ledgerUnwritable: "The ledger could not be written, so it was not sent."
    case .notCharged: "It was resolved as not charged."
    }
  }
}

/// What may happen to a generation after its hold.
package enum GenerationEvent: Sendable, Equatable {
  /// The create is about to be sent.
  case submit
  /// The upstream accepted.
  case accepted(upstreamID: String, charge: Charge)
  /// The upstream said no.
  case rejected(Rejection)
  /// Provably nothing was sent, or the upstream refused the credential.
  case released(ReleaseReason)
  /// The upstream asked to be left alone and refused the create for certain: it is sent again later, under the same hold.
  case postponed
  /// The create was, or may have been, sent, and there is no usable answer.
  case lost(reason: String)
  /// The upstream delivered. `record` is its whole record; `credit` the charge that it names. Where files are kept, the result
  /// is replayed when all that it names are stored.
  case succeeded(record: JSONObject, credit: Money?, keepsFiles: Bool = false)
  /// The upstream gave up. `credit` is the charge that its record names, `refunded` all that it has given back so far.
  case failed(error: String, credit: Money?, refunded: Money)
  /// The upstream gave (more) money back after the failure; `refunded` is all that it has given back so far.
  case refunded(Money)
  /// The gateway gave up polling at the normal pace.
  case stalled
  /// A person says that an unknown or stalled create was charged. With the upstream's job id its result is fetched.
  case resolvedCharged(upstreamID: String?)
  /// A person says that an unknown create was not charged.
  case resolvedNotCharged
  /// The files of a result whose links were passed on so far are kept from now on.
  case filesWanted
  /// All files of the result are stored.
  case filesKept
  /// A file of the result could not be had, or was damaged on the disk.
  case filesLost(reason: String)
  /// A file of the result was removed to make room.
  case filesEvicted
  /// Somebody had the result removed.
  case purged
}
