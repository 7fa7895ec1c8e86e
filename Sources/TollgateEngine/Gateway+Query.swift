import Logging
package import TollgateCore

extension Gateway {
  /// Answers a query from what the gateway knows; it never asks the upstream.
  ///
  /// - Returns: the vendor's record, as the job id of this key sees it.
  /// - Throws: ``GatewayError/noSuchJob`` for every id that was not issued to this key, ``GatewayError/unavailable(_:)`` where
  ///   the store cannot be read.
  package func query(_ jobID: String, from caller: Caller) async throws(GatewayError) -> JSONObject {
    guard let ticket = tickets.open(jobID, key: caller.key.id) else { throw await noSuchJob(for: caller) }
    let record = JobRecord(
      jobID: jobID, keyName: caller.key.name, isPayer: ticket.serial == JobTicket.payerSerial)
    if let known = memory.record(of: ticket.generation) {
      return record.succeeded(known.generation, upstreamRecord: known.data)
    }
    let stored: RecordedGeneration?
    do {
      stored = try await store.recordedGeneration(ticket.generation)
    } catch {
      logger.error("a job could not be read", metadata: ["generation": "\(ticket.generation)", "error": "\(error)"])
      throw .unavailable("The gateway's store cannot be read now. Ask again in a moment.")
    }
    guard let stored else { throw await noSuchJob(for: caller) }
    return try render(stored, as: record)
  }

  private func render(_ stored: RecordedGeneration, as record: JobRecord) throws(GatewayError) -> JSONObject {
    do {
      if let bytes = stored.record, let data = try CanonicalJSON.parse(bytes).object {
        memory.noteRecord(.init(generation: stored.generation, data: data), bytes: bytes.count)
        return record.succeeded(stored.generation, upstreamRecord: data)
      }
      let request = try CreateRequest(body: stored.canonicalBody, catalogue: catalogue)
      return record.unfinished(stored.generation, args: request.args)
    } catch {
      logger.critical(
        "what the store kept cannot be read", metadata: ["generation": "\(stored.generation.number)", "error": "\(error)"])
      throw .unavailable("The gateway's store is damaged; whoever runs it should run tollgate verify.")
    }
  }

  private func noSuchJob(for caller: Caller) async -> GatewayError {
    let delay = unknownJobBrake.delay(for: caller.key.id, atUptime: time.uptime())
    if delay > .zero { try? await time.sleep(for: delay) }
    return .noSuchJob
  }
}
