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
  /// How often its result was asked for again; in lists only.
  package let uses: UseSum?

  package init(_ generation: Generation, keyName: String?, uses: UseSum? = nil) {
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
    self.uses = uses
  }
}
