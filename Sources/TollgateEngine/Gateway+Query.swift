import Logging
package import TollgateCore

extension Gateway {
  /// Answers a query from what the gateway knows; it never asks the upstream.
  ///
  /// - Parameters:
  ///   - jobID: what the client asks for.
  ///   - caller: who asks.
  ///   - base: where the client reaches the gateway, such as `http://127.0.0.1:8080`: links to kept files begin with it.
  /// - Returns: the vendor's record, as the job id of this key sees it.
  /// - Throws: ``GatewayError/noSuchJob`` for every id that was not issued to this key, ``GatewayError/unavailable(_:)`` where
  ///   the store cannot be read.
  package func query(
    _ jobID: String, from caller: Caller, base: String = ""
  ) async throws(GatewayError) -> JobAnswer {
    guard let ticket = tickets.open(jobID, key: caller.key.id) else { throw await noSuchJob(for: caller) }
    let job = JobRecord(jobID: jobID, keyName: caller.key.name, isPayer: ticket.isPayer)
    let answer: JobAnswer?
    do {
      answer = try await self.answer(job, of: ticket.generation, base: base)
    } catch {
      throw GatewayError(error)
    }
    guard let answer else { throw await noSuchJob(for: caller) }
    return answer
  }

  /// Answers a query from memory alone, waiting for nothing.
  ///
  /// - Parameters:
  ///   - jobID: what the client asks for.
  ///   - caller: who asks.
  ///   - base: what links to kept files begin with.
  ///   - now: see ``now()``.
  ///   - bytes: gets the record.
  /// - Returns: `false` where nothing was appended: don't know, ask ``query(_:from:base:)``.
  package func answerInstantly(
    query jobID: String, from caller: Caller, base: String, at now: Timestamp, into bytes: inout [UInt8]
  ) -> Bool {
    guard let ticket = tickets.open(jobID, key: caller.key.id),
      let template = memory.record(of: ticket.generation, willLookAgain: true)
    else {
      return false
    }
    noteNaming(of: ticket.generation, by: template, at: now)
    template.append(for: JobRecord(jobID: jobID, keyName: caller.key.name, isPayer: ticket.isPayer), base: base, to: &bytes)
    return true
  }

  /// What a job shows, for whoever asks about it and for the callback at its end.
  ///
  /// - Parameters:
  ///   - job: who asks.
  ///   - number: the job's generation.
  ///   - base: what links to kept files begin with.
  /// - Returns: `nil` where there is no such job any more.
  /// - Throws: ``RecordFailure``.
  func answer(_ job: JobRecord, of number: GenerationNumber, base: String) async throws(RecordFailure) -> JobAnswer? {
    let epoch = memory.epoch
    if let known = memory.record(of: number) { return answer(job, of: number, by: known, base: base) }
    let stored: RecordedGeneration?
    do {
      stored = try await store.recordedGeneration(number)
    } catch {
      logger.error("a job could not be read", metadata: ["generation": "\(number)", "error": "\(error)"])
      throw RecordFailure(error)
    }
    guard let stored else { return nil }
    return try answer(job, from: stored, base: base, seenAt: epoch)
  }

  private func answer(
    _ job: JobRecord, from stored: RecordedGeneration, base: String, seenAt epoch: ResultMemory.Epoch
  ) throws(RecordFailure) -> JobAnswer {
    let generation = stored.generation
    if generation.state == .succeeded, stored.record == nil {
      throw .damaged("the record of \(generation.number) is missing; run tollgate verify")
    }
    do {
      if !isAwaitingFiles(generation), let bytes = stored.record, let data = try CanonicalJSON.parse(bytes).object {
        let template = RecordTemplate(generation, upstreamRecord: data, blobs: stored.blobs)
        if generation.files != .copying { memory.noteRecord(template, of: generation, seenAt: epoch) }
        return answer(job, of: generation.number, by: template, base: base)
      }
      let request = try CreateRequest(body: stored.canonicalBody, catalogue: catalogue)
      return JobAnswer(
        record: CanonicalJSON.encode(.object(job.unfinished(generation, args: request.args))),
        hasEnded: generation.state == .failed)
    } catch {
      logger.critical(
        "what the store kept cannot be read", metadata: ["generation": "\(generation.number)", "error": "\(error)"])
      throw .damaged("what was kept of \(generation.number) cannot be read (\(error)); run tollgate verify")
    }
  }

  /// Whether a result is not shown yet, because its files are still being copied and the vendor's links may soon be dead.
  private func isAwaitingFiles(_ generation: Generation) -> Bool {
    guard generation.files == .copying, let finishedAt = generation.finishedAt else { return false }
    return (.zero..<policy.mirrorWait).contains(time.now().since(finishedAt))
  }

  private func answer(
    _ job: JobRecord, of number: GenerationNumber, by template: RecordTemplate, base: String
  ) -> JobAnswer {
    noteNaming(of: number, by: template, at: time.now())
    var record: [UInt8] = []
    template.append(for: job, base: base, to: &record)
    return JobAnswer(record: record, hasEnded: true)
  }

  private func noteNaming(of number: GenerationNumber, by template: RecordTemplate, at now: Timestamp) {
    if template.namesFiles { uses.note(.named(number), at: now) }
  }

  private func noSuchJob(for caller: Caller) async -> GatewayError {
    let delay = unknownJobBrake.delay(for: caller.key.id, atUptime: time.uptime())
    if delay > .zero { try? await time.sleep(for: delay) }
    return .noSuchJob
  }
}
