/// Where a callback of the outbox stands.
package enum CallbackState: String, Sendable, Codable, CaseIterable {
  /// The job has not ended, or its files are still being copied.
  case waiting
  /// The job has ended; it is posted, for the first time or again, when it is due.
  case due
  /// The receiver has taken it.
  case delivered
  /// It was refused, or tried so often and for so long that nobody tries any more.
  case givenUp = "given_up"
}

/// One callback of the outbox: a job's record that is owed to a client's own server.
package struct Callback: Sendable, Equatable {
  package let id: CallbackID
  /// The job, with ``serial``.
  package let generation: GenerationNumber
  /// The serial of the job's id; that of the payer is ``JobTicket/payerSerial``.
  package let serial: Int64
  /// The key whose create asked for it.
  package let key: KeyID
  /// Who is to have it, by the origin of the URL: ``OutboundURL/origin``.
  package let receiver: String
  package let url: String
  /// What links in the record begin with; `nil` for the gateway's own.
  package let baseURL: String?
  package let createdAt: Timestamp
  package var state: CallbackState
  /// When it is to be tried next; `nil` where nobody knows yet, or it is at its end.
  package var dueAt: Timestamp?
  /// When it could be posted for the first time, or was last asked for by hand.
  package var readyAt: Timestamp?
  /// How often it was posted, since it was last asked for by hand.
  package var attempts: Int
  /// The receiver's last answer.
  package var lastStatus: Int?
  /// Why the last try failed.
  package var lastReason: String?
  /// When it was delivered or given up.
  package var endedAt: Timestamp?

  /// All that is kept of it, but for its rest.
  package init(
    id: CallbackID, generation: GenerationNumber, serial: Int64, key: KeyID, receiver: String, url: String, baseURL: String?,
    createdAt: Timestamp, state: CallbackState, dueAt: Timestamp?, readyAt: Timestamp?, attempts: Int = 0,
    lastStatus: Int? = nil, lastReason: String? = nil, endedAt: Timestamp? = nil
  ) {
    self.id = id
    self.generation = generation
    self.serial = serial
    self.key = key
    self.receiver = receiver
    self.url = url
    self.baseURL = baseURL
    self.createdAt = createdAt
    self.state = state
    self.dueAt = dueAt
    self.readyAt = readyAt
    self.attempts = attempts
    self.lastStatus = lastStatus
    self.lastReason = lastReason
    self.endedAt = endedAt
  }
}
