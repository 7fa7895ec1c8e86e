import TollgateCore

// A create that comes again under its Idempotency-Key.
extension Gateway {
  /// Answers with the job that the create got when it came first, in the very same words. While that one is still being sent,
  /// its fate is awaited and shared.
  func answerRepeat(
    _ create: PreparedCreate, of generation: Generation, serial: Int64
  ) async throws(GatewayError) -> CreateAnswer {
    var generation = generation
    if !generation.state.isDecided {
      let (store, number) = (store, generation.number)
      let fate = await flights.fate(of: number, timeout: policy.answerTimeout) { try? await store.generation(number) }
      guard let fate else { throw .stillSending(number) }
      generation = fate
    }
    switch generation.state {
    case .running, .succeeded, .failed, .stalled:
      uses.note(.named(generation.number), at: time.now())
      let amount = serial == JobTicket.payerSerial ? await firstCapture(of: generation) : .zero
      return CreateAnswer(
        outcome: .repeated(amount: amount),
        jobID: tickets.jobID(generation: generation.number, serial: serial, key: create.caller.key.id),
        generation: generation.number, charged: .zero, saved: generation.machine.captured ?? .zero, notices: create.notices)
    case .held, .submitting, .unknown, .rejected, .released:
      return try answer(create, sharing: generation, outcome: .joined)
    }
  }

  /// What was charged when the upstream took the purchase, whatever was corrected later: the ledger keeps it.
  func firstCapture(of generation: Generation) async -> Money {
    let lines = try? await store.ledger(of: generation.number)
    return lines?.first { $0.entry.kind == .capture }?.entry.amount ?? generation.machine.captured ?? .zero
  }
}

extension CreateAnswer {
  /// The same answer with another charge.
  func charging(_ charged: Money) -> CreateAnswer {
    CreateAnswer(
      outcome: outcome, jobID: jobID, generation: generation, charged: charged, saved: saved, notices: notices)
  }
}
