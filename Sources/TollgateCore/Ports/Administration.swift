/// What the people who run the gateway can do with it: the command line's side of the house. It is answered by the running
/// gateway (over its socket), or by the command itself where no gateway runs.
package protocol Administration: Sendable {
  /// Creates a key. The secret is shown this one time.
  func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey
  /// All keys, also revoked ones, by name.
  func keys() async throws(AdministrationError) -> [KeySummary]
  /// One key.
  func key(named name: String) async throws(AdministrationError) -> KeySummary
  /// Changes what a key may spend and do; effective on the next request. What it has under way stays as it is.
  func changeKey(named name: String, _ change: KeyChange) async throws(AdministrationError) -> KeySummary
  /// Revokes a key; effective on the next request.
  func revokeKey(named name: String) async throws(AdministrationError)
  /// Generations, newest first.
  func generations(_ query: GenerationQuery) async throws(AdministrationError) -> [GenerationSummary]
  /// One generation with its ledger lines.
  func generation(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationDetail
  /// Settles an unknown outcome.
  func resolve(_ number: GenerationNumber, as resolution: Resolution) async throws(AdministrationError) -> GenerationSummary
  /// Who spent and saved what.
  func usage(_ query: UsageQuery) async throws(AdministrationError) -> UsageReport
  /// Every budget, as it is now: the gateway's, then the teams' and the keys' by name. Those of revoked keys are left out.
  func budgets() async throws(AdministrationError) -> [BudgetSummary]
  /// Says what a create would bring and cost, spending nothing: of the named key, or of the local user while there are no keys.
  func quote(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> QuoteSummary
  /// Checks every invariant that the store can show.
  func verify() async throws(AdministrationError) -> VerificationReport
}

extension ReleaseReason {
  /// The reason in words.
  fileprivate var explanation: String {
    switch self {
    case .unreachable: "The upstream could not be reached; nothing was sent."
    case .credentialRefused: "The upstream refused the gateway's own key."
    case .queue: "It waited too long to be sent, or too many waited."
    case .shutdown: "The gateway stopped before it was sent."
    case .ledgerUnwritable: "The ledger could not be written, so that it was not sent."
    case .notCharged: "It was resolved as not charged."
    }
  }
}

/// Which generations to list.
package struct GenerationQuery: Sendable, Codable, Equatable {
  package var state: GenerationState?
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit: Int

  package init(state: GenerationState? = nil, before: GenerationNumber? = nil, limit: Int = 50) {
    self.state = state
    self.before = before
    self.limit = limit
  }
}

/// A generation as it is shown.
package struct GenerationSummary: Sendable, Codable, Equatable {
  package let number: GenerationNumber
  package let state: GenerationState
  package let model: String
  /// The buying key's name, where it is known; open-mode callers have none.
  package let keyName: String?
  package let hold: Money
  package let captured: Money?
  package let refunded: Money
  package let createdAt: Timestamp
  package let updatedAt: Timestamp
  package let upstreamID: String?
  /// Why the outcome is unknown, what the upstream said when it refused or failed, or why the hold was given back.
  package let note: String?

  package init(_ generation: Generation, keyName: String?) {
    number = generation.number
    state = generation.state
    model = generation.model
    self.keyName = keyName
    hold = generation.machine.hold
    captured = generation.machine.captured
    refunded = generation.machine.refunded
    createdAt = generation.createdAt
    updatedAt = generation.updatedAt
    upstreamID = generation.upstreamID
    note = generation.note ?? generation.rejection?.text ?? generation.releaseReason?.explanation
  }
}

/// A generation with its lines in the ledger.
package struct GenerationDetail: Sendable, Codable, Equatable {
  /// One line of the ledger.
  package struct Line: Sendable, Codable, Equatable {
    package let kind: String
    package let amount: Money
    package let at: Timestamp
    package let day: Int32

    package init(_ line: LedgerLine) {
      kind = line.entry.kind.rawValue
      amount = line.entry.amount
      at = line.at
      day = line.day
    }
  }

  package let summary: GenerationSummary
  /// SHA-256 of what was sent, in hex.
  package let content: String
  package let scope: String
  package let variant: String
  package let ledger: [Line]

  package init(_ generation: Generation, keyName: String?, ledger: [LedgerLine]) {
    summary = GenerationSummary(generation, keyName: keyName)
    content = generation.slot.content.description
    scope = generation.slot.scope.description
    variant = generation.slot.variant
    self.ledger = ledger.map(Line.init)
  }
}

/// How a person settles an unknown outcome.
package enum Resolution: Sendable, Codable, Equatable {
  /// The upstream charged. With its job id the paid result is fetched.
  case charged(upstreamID: String?)
  /// The upstream did not charge: the hold is given back.
  case notCharged
  /// Buy again; the unknown keeps its hold.
  case resend
}

/// Why an administrative request was not carried out, in one sentence that says what to do.
package struct AdministrationError: Error, Sendable, Codable, Equatable, CustomStringConvertible {
  /// What kind of refusal it is.
  package enum Kind: String, Sendable, Codable {
    /// There is no such key, generation or path.
    case notFound
    /// The thing is not in a state that allows it, or the name is taken.
    case conflict
    /// The request itself is wrong.
    case invalid
    /// The store or the gateway cannot do it now.
    case unavailable
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    description = sentence
  }
}
