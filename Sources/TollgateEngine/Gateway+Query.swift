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
  ) async throws(GatewayError) -> JSONObject {
    guard let ticket = tickets.open(jobID, key: caller.key.id) else { throw await noSuchJob(for: caller) }
    let record: JSONObject?
    do {
      record = try await self.record(of: ticket, jobID: jobID, keyName: caller.key.name, base: base)
    } catch {
      throw GatewayError(error)
    }
    guard let record else { throw await noSuchJob(for: caller) }
    return record
  }

  /// The record of a job, for whoever asks about it and for the callback at its end.
  ///
  /// - Parameters:
  ///   - ticket: what the job's id stands for.
  ///   - jobID: the id.
  ///   - keyName: the name of the key that the job belongs to.
  ///   - base: what links to kept files begin with.
  /// - Returns: `nil` where there is no such job any more.
  /// - Throws: ``RecordFailure``.
  func record(
    of ticket: JobTicket, jobID: String, keyName: String, base: String
  ) async throws(RecordFailure) -> JSONObject? {
    let record = JobRecord(jobID: jobID, keyName: keyName, isPayer: ticket.serial == JobTicket.payerSerial)
    let epoch = memory.epoch
    if let known = memory.record(of: ticket.generation) {
      return succeeded(known, as: record, base: base)
    }
    let stored: RecordedGeneration?
    do {
      stored = try await store.recordedGeneration(ticket.generation)
    } catch {
      logger.error("a job could not be read", metadata: ["generation": "\(ticket.generation)", "error": "\(error)"])
      throw RecordFailure(error)
    }
    guard let stored else { return nil }
    return try render(stored, as: record, base: base, seenAt: epoch)
  }

  private func render(
    _ stored: RecordedGeneration, as record: JobRecord, base: String, seenAt epoch: ResultMemory.Epoch
  ) throws(RecordFailure) -> JSONObject {
    do {
      if !isAwaitingFiles(stored.generation), let bytes = stored.record, let data = try CanonicalJSON.parse(bytes).object {
        let known = ResultMemory.Record(generation: stored.generation, data: data, blobs: stored.blobs)
        if stored.generation.files != .copying { memory.noteRecord(known, bytes: bytes.count, seenAt: epoch) }
        return succeeded(known, as: record, base: base)
      }
      let request = try CreateRequest(body: stored.canonicalBody, catalogue: catalogue)
      return record.unfinished(stored.generation, args: request.args)
    } catch {
      logger.critical(
        "what the store kept cannot be read", metadata: ["generation": "\(stored.generation.number)", "error": "\(error)"])
      throw .damaged("what was kept of \(stored.generation.number) cannot be read (\(error)); run tollgate verify")
    }
  }

  /// Whether a result is not shown yet, because its files are still being copied and the vendor's links may soon be dead.
  private func isAwaitingFiles(_ generation: Generation) -> Bool {
    guard generation.files == .copying, let finishedAt = generation.finishedAt else { return false }
    return (.zero..<policy.mirrorWait).contains(time.now().since(finishedAt))
  }

  private func succeeded(_ known: ResultMemory.Record, as record: JobRecord, base: String) -> JSONObject {
    if !known.blobs.isEmpty { uses.note(.named(known.generation.number), at: time.now()) }
    return record.succeeded(
      known.generation, upstreamRecord: AssetLinks(base: base, blobs: known.blobs).rewriting(known.data))
  }

  private func noSuchJob(for caller: Caller) async -> GatewayError {
    let delay = unknownJobBrake.delay(for: caller.key.id, atUptime: time.uptime())
    if delay > .zero { try? await time.sleep(for: delay) }
    return .noSuchJob
  }
}
