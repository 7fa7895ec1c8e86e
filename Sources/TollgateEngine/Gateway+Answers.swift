import TollgateCore

// What a create is told.
extension Gateway {
  func unpriced(_ create: PreparedCreate) -> GatewayError {
    .priceUnknown(create.request.model, reason: quote(for: create).unknownReason)
  }

  /// What a key's create is told that is not bought for now.
  func error(for pause: PurchasePause, of key: KeyID) -> GatewayError {
    switch pause {
    case .draining: .unavailable(Self.shuttingDown)
    case .credentialRefused: .credentialRefused
    case .queueFull: .queueFull(retryAfter: purchasing.upstreamPause)
    case .unreachable: .unreachable(retryAfter: purchasing.outagePause(for: key))
    }
  }

  /// Whether creates are held back because the upstream is not there, or not well.
  package var outage: UpstreamOutage { purchasing.outage }

  /// Create calls on their way to the upstream, and purchases that wait for their turn.
  package var load: (sending: Int, waiting: Int) { purchasing.load }

  /// Why no purchase of a key may begin now; `nil` where one may.
  func pause(for key: KeyID) -> PurchasePause? {
    pauses.current(atUptime: time.uptime()) ?? (purchasing.outagePause(for: key) == nil ? nil : .unreachable)
  }

  /// What a create gets that shares the fate of a generation, when that is known.
  func answer(
    _ create: PreparedCreate, sharing generation: Generation, outcome: CreateAnswer.Outcome
  ) throws(GatewayError) -> CreateAnswer {
    switch generation.state {
    case .running, .succeeded, .failed, .stalled:
      let answer = answerJob(create.question, generation: generation, serial: create.serial, outcome: outcome)
      guard let answer else { throw .unavailable(Self.noSerials) }
      return answer
    case .rejected:
      throw generation.rejection.map(rejected) ?? .lost(generation.number)
    case .released:
      throw error(for: generation.releaseReason, of: create.caller.key.id)
    case .unknown, .held, .submitting:
      throw .lost(generation.number)
    }
  }

  private func rejected(_ rejection: Rejection) -> GatewayError {
    .rejected(rejection, retryAfter: rejection.httpStatus == 429 ? purchasing.upstreamPause ?? .seconds(1) : nil)
  }

  private func error(for reason: ReleaseReason?, of key: KeyID) -> GatewayError {
    switch reason {
    case .unreachable: .unreachable(retryAfter: purchasing.outagePause(for: key))
    case .credentialRefused: .credentialRefused
    case .queue: .queueFull(retryAfter: purchasing.upstreamPause)
    case .ledgerUnwritable: .unavailable(Self.unwritable)
    case .shutdown: .unavailable(Self.shuttingDown)
    case .notCharged, nil: .unavailable(Self.released)
    }
  }

  static let shuttingDown = "The gateway is shutting down; nothing was sent. Try again in a moment."
  private static let released = "This purchase was given up and nothing was charged for it; send the request again to buy it."
  static let unwritable = "The gateway's ledger cannot be written now; nothing was sent. Try again in a moment."
  static let noSerials = "The gateway has no job ids left because its store cannot be written; free some disk space."

  /// Replays what the store has just shown, and remembers it.
  func answerHit(
    _ create: PreparedCreate, of generation: Generation, seenAt epoch: ResultMemory.Epoch
  ) throws(GatewayError) -> CreateAnswer {
    let finishedAt = generation.finishedAt ?? generation.updatedAt
    memory.noteFinished(generation, at: finishedAt, seenAt: epoch)
    let now = time.now()
    let answer = answerHit(
      create.question, generation: generation.number, serial: create.serial, age: now.since(finishedAt), cost: generation.cost,
      at: now)
    guard let answer else {
      throw .unavailable(Self.noSerials)
    }
    return answer
  }

  /// `serial` is the job's, where it was taken before the decision; `nil` is returned where none are left.
  func answerHit(
    _ question: CacheQuestion, generation: GenerationNumber, serial: Int64? = nil, age: Duration, cost: Money, at now: Timestamp
  ) -> CreateAnswer? {
    guard let jobID = jobID(for: generation, of: question, serial: serial) else { return nil }
    // Who is given a job will ask for it.
    uses.note(.named(generation), at: now)
    return CreateAnswer(
      outcome: .hit(age: max(age, .zero)), jobID: jobID, generation: generation, charged: .zero, saved: cost,
      notices: question.notices)
  }

  /// `serial` is the job's, where it was taken before the decision; `nil` is returned where none are left.
  func answerJob(
    _ question: CacheQuestion, generation: Generation, serial: Int64? = nil, outcome: CreateAnswer.Outcome
  ) -> CreateAnswer? {
    let charge = generation.machine.captured ?? .zero
    let isPayer = if case .miss = outcome { true } else { false }
    let jobID = jobID(for: generation.number, of: question, serial: isPayer ? JobTicket.payerSerial : serial)
    guard let jobID else { return nil }
    return CreateAnswer(
      outcome: outcome, jobID: jobID, generation: generation.number, charged: isPayer ? charge : .zero,
      saved: isPayer ? nil : charge, notices: question.notices)
  }

  private func jobID(for generation: GenerationNumber, of question: CacheQuestion, serial: Int64?) -> String? {
    (serial ?? tickets.takeSerial()).map {
      tickets.jobID(generation: generation, serial: $0, key: question.caller.key.id)
    }
  }
}
