import Logging
import TollgateCore

/// Reads the record of a job, for whoever asks about it and for the callback at its end.
struct JobReader: Sendable {
  let store: any Store
  let catalogue: Catalogue
  let tickets: TicketOffice
  let memory: ResultMemory
  let logger: Logger

  /// The record of a job, as its id answers a query.
  ///
  /// - Parameters:
  ///   - ticket: what the job's id stands for.
  ///   - jobID: the id.
  ///   - keyName: the name of the key that the job belongs to.
  ///   - baseURL: what links begin with; `nil` for the gateway's own.
  /// - Returns: `nil` where there is no such job any more.
  /// - Throws: ``GatewayError/unavailable(_:)``.
  func record(
    of ticket: JobTicket, jobID: String, keyName: String, baseURL: String?
  ) async throws(GatewayError) -> JSONObject? {
    let record = JobRecord(jobID: jobID, keyName: keyName, isPayer: ticket.serial == JobTicket.payerSerial)
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
    return if let stored { try render(stored, as: record) } else { nil }
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
}
