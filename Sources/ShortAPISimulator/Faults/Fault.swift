package import TollgateCore

/// One thing the simulator does wrong on purpose.
///
/// The first fault of the list that concerns the endpoint, matches, is not used up and wins its draw is applied. A fault that
/// concerns the job (``Kind/failJob``, ``Kind/stallJob``) is chosen separately from one that concerns the answer, so that both
/// can happen to one create.
package struct Fault: Sendable, Equatable {
  /// A call that can go wrong.
  package enum Endpoint: String, Sendable, CaseIterable { case create, query, file }

  /// The call that goes wrong.
  package var on: Endpoint
  /// What goes wrong.
  package var kind: Kind
  /// How often the fault is applied; `nil` for always.
  package var times: Int?
  /// The chance that it is applied when its turn comes, 0 to 1, drawn from the seeded generator.
  package var probability = 1.0
  /// Only requests that contain this text: in the body of a create, in the URI of a query or a file.
  package var match: String?
  /// Whether a create is accepted, that is logged and charged, before it goes wrong; `nil` for what the kind says.
  package var accept: Bool?
  /// The HTTP status of the answer, or the job's status for ``Kind/unknownStatus``; `nil` for what the kind says.
  package var status: Int?
  /// The envelope's code; `nil` for what the kind says.
  package var code: Int64?
  /// The envelope's sentence, or the job's `error` for ``Kind/failJob``.
  package var info: String?
  /// The amount that is charged (``Kind/wrongAmount``, a decimal string) or written (``Kind/oddAmount``, any JSON).
  package var amount: JSONValue?
  /// What `Retry-After` says, in whole seconds.
  package var retryAfter = Duration.seconds(1)
  /// The size of a huge answer in megabytes.
  package var megabytes = 8
  /// How long the simulator waits before it answers, or before it does what it does instead.
  package var delay = Duration.zero
  /// The pause before each byte of a slow answer.
  package var perByte = Duration.milliseconds(10)
  /// Where a redirect leads; `nil` for the same link with a further query.
  package var location: String?
  /// What a failed job gives back.
  package var refund = Refund.full

  /// A fault with the usual settings.
  ///
  /// - Parameters:
  ///   - on: the call that goes wrong; the kind can happen there (``Kind/endpoints``).
  ///   - kind: what goes wrong.
  ///   - times: how often; `nil` for always.
  package init(on: Endpoint, _ kind: Kind, times: Int? = nil) {
    self.on = on
    self.kind = kind
    self.times = times
  }

  /// The fault with some of its settings changed, for lists of faults.
  package func with(_ change: (inout Fault) -> Void) -> Fault {
    var fault = self
    change(&fault)
    return fault
  }

  /// Whether a create that meets the fault is accepted.
  package var accepts: Bool { accept ?? kind.acceptsByDefault }
}
