/// What a create's `Idempotency-Key` stands for: the job that the create got.
///
/// What was asked is the slot of the generation, which is that of the create, so that nothing of the request is kept here.
package struct IdempotencyRecord: Sendable, Equatable {
  /// How long a repeat gets the same job.
  package static let lifetime: Duration = .seconds(24 * 3600)

  package let generation: GenerationNumber
  /// The serial of the job id; ``JobTicket/payerSerial`` where the create bought.
  package let serial: Int64
  package let at: Timestamp

  package init(generation: GenerationNumber, serial: Int64, at: Timestamp) {
    self.generation = generation
    self.serial = serial
    self.at = at
  }
}

/// The `Idempotency-Key` of one create.
package struct IdempotencyClaim: Sendable, Equatable {
  /// The header's value.
  package let name: String
  /// The serial of the job id that the create gets where it buys nothing.
  package let serial: Int64

  package init(name: String, serial: Int64) {
    self.name = name
    self.serial = serial
  }
}
