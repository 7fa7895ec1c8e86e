/// What a job id stands for besides its key: which generation, and which of all creates. Written as an id by ``TicketSealer``.
package struct JobTicket: Sendable, Hashable {
  /// The generation whose result the job shows.
  package let generation: GenerationNumber
  /// The number of the create among all creates, 0 to 2^40 − 1. No two creates share one, except that every create which bought
  /// has ``payerSerial``.
  package let serial: Int64

  /// The highest serial that a job id can carry.
  package static let maximumSerial: Int64 = 1 << 40 - 1
  /// The serial of the one create that bought its generation. Blocks of serials start above it.
  package static let payerSerial: Int64 = 0

  /// Whether it is the ticket of the create that bought its generation.
  package var isPayer: Bool { serial == Self.payerSerial }

  /// A ticket of numbers that were given out.
  package init(generation: GenerationNumber, serial: Int64) {
    self.generation = generation
    self.serial = serial
  }
}

/// The highest numbers given out so far: an id that claims more was never issued.
package struct TicketBounds: Sendable, Equatable {
  /// The newest generation.
  package let lastGeneration: GenerationNumber
  /// The highest serial that may have been used.
  package let lastSerial: Int64

  /// Bounds of numbers given out.
  package init(lastGeneration: GenerationNumber, lastSerial: Int64) {
    self.lastGeneration = lastGeneration
    self.lastSerial = lastSerial
  }

  /// Whether a ticket can have been issued.
  package func contains(_ ticket: JobTicket) -> Bool {
    ticket.generation <= lastGeneration && ticket.serial <= lastSerial
  }
}
