import Logging
import TollgateCore

// One try to deliver a callback.
extension Courier {
  /// Posts a callback once, where there is something to be posted.
  func attempt(_ callback: Callback) async -> (CallbackSettlement.Outcome, DeliveryQueues.Answer) {
    let ticket = JobTicket(generation: callback.generation, serial: callback.serial)
    let jobID = gateway.tickets.jobID(generation: callback.generation, serial: callback.serial, key: callback.key)
    let job = JobRecord(jobID: jobID, keyName: gateway.keyRing.name(of: callback.key), isPayer: ticket.isPayer)
    let answer: JobAnswer?
    do {
      answer = try await gateway.answer(job, of: callback.generation, base: callback.baseURL ?? "")
    } catch {
      return (outcome(of: error, for: callback), .notAsked)
    }
    guard let answer else { return (.givenUp(status: nil, reason: "there is no such job any more"), .notAsked) }
    guard answer.hasEnded else { return (.early(until: await end(of: callback)), .notAsked) }
    return await post(answer.record, of: callback, jobID: jobID)
  }

  /// A store that is silent for a moment uses up no try, but has no more patience than a receiver; what is damaged stays so.
  private func outcome(of failure: RecordFailure, for callback: Callback) -> CallbackSettlement.Outcome {
    let reason: String
    switch failure {
    case .damaged(let sentence):
      reason = "the job's record is damaged: \(sentence)"
    case .silent(let error):
      if let later = later(callback) { return later }
      reason = "the job's record could not be read for too long: \(error)"
    }
    gateway.logger.error(
      "a callback's record cannot be read",
      metadata: ["callback": "\(callback.id)", "generation": "\(callback.generation)", "reason": "\(reason)"])
    return again(callback, status: nil, reason: reason, retryAfter: nil)
  }

  /// By when a job that has succeeded shows it, whatever becomes of its files.
  private func end(of callback: Callback) async -> Timestamp {
    let now = time.now()
    let finishedAt = try? await store.generation(callback.generation)?.finishedAt
    return max((finishedAt ?? now) + gateway.policy.mirrorWait, now + Self.pauseAfterFailure)
  }

  private func post(
    _ body: [UInt8], of callback: Callback, jobID: String
  ) async -> (CallbackSettlement.Outcome, DeliveryQueues.Answer) {
    // The same for every try, so that a receiver can tell that it has had it before.
    let id = "msg_" + jobID
    let seconds = time.now().millisecondsSince1970 / 1000
    let signature = secrets.secret(of: callback.key).signature(id: id, seconds: seconds, body: body)
    let outcome = await transport.post(
      CallbackPost(
        url: callback.url, sender: callback.key.hex,
        headers: [
          .init("webhook-id", id), .init("webhook-timestamp", String(seconds)), .init("webhook-signature", signature),
        ], body: body))
    switch outcome {
    case .delivered(let status):
      return (.delivered(status: status), .taken)
    case .rejected(let status, let retryAfter):
      let reason = "the receiver answered \(status)"
      // RFC 9110 §15.5.11: there is nobody there any more.
      guard status != 410 else { return (giveUp(callback, status: status, reason: reason), .refused) }
      return (again(callback, status: status, reason: reason, retryAfter: retryAfter), .refused)
    case .refused(let reason):
      return (giveUp(callback, status: nil, reason: reason), .none)
    case .notTried(let reason):
      gateway.logger.debug("a callback is posted later", metadata: ["callback": "\(callback.id)", "reason": "\(reason)"])
      let next = momentOfLater()
      guard next > callback.createdAt + CallbackPauses.patienceWithoutTurn else {
        return (.postponed(until: next, usesPatience: false), .notAsked)
      }
      return (later(callback) ?? giveUp(callback, status: nil, reason: reason), .notAsked)
    case .failed(let reason):
      return (again(callback, status: nil, reason: reason, retryAfter: nil), .none)
    }
  }

  /// Puts a post off that was not made. It counts as no try; the patience for all tries is its bound as well, and beyond it `nil`
  /// is returned.
  private func later(_ callback: Callback) -> CallbackSettlement.Outcome? {
    let next = momentOfLater()
    return next > CallbackPauses.end(of: callback) ? nil : .postponed(until: next)
  }

  private func momentOfLater() -> Timestamp {
    time.now() + CallbackPauses.pauses[0] * time.jitter(in: CallbackPauses.jitter)
  }

  private func again(
    _ callback: Callback, status: Int?, reason: String, retryAfter: Duration?
  ) -> CallbackSettlement.Outcome {
    let factor = time.jitter(in: CallbackPauses.jitter)
    guard let next = CallbackPauses.next(after: callback, retryAfter: retryAfter, factor: factor, at: time.now()) else {
      return giveUp(callback, status: status, reason: reason)
    }
    return .again(at: next, status: status, reason: reason)
  }

  private func giveUp(_ callback: Callback, status: Int?, reason: String) -> CallbackSettlement.Outcome {
    gateway.logger.warning(
      "a callback was given up; tollgate callbacks retry posts it again",
      metadata: [
        "callback": "\(callback.id)", "generation": "\(callback.generation)", "receiver": "\(callback.receiver)",
        "reason": "\(reason)",
      ])
    return .givenUp(status: status, reason: reason)
  }
}
