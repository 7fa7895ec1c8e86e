package import TollgateCore

extension Gateway {
  /// Answers a query from what the gateway knows; it never asks the upstream.
  ///
  /// - Returns: the vendor's record, as the job id of this key sees it.
  /// - Throws: ``GatewayError/noSuchJob`` for every id that was not issued to this key, ``GatewayError/unavailable(_:)`` where
  ///   the store cannot be read.
  package func query(_ jobID: String, from caller: Caller) async throws(GatewayError) -> JSONObject {
    guard let ticket = jobs.tickets.open(jobID, key: caller.key.id) else { throw await noSuchJob(for: caller) }
    let record = try await jobs.record(of: ticket, jobID: jobID, keyName: caller.key.name, baseURL: nil)
    guard let record else { throw await noSuchJob(for: caller) }
    return record
  }

  private func noSuchJob(for caller: Caller) async -> GatewayError {
    let delay = unknownJobBrake.delay(for: caller.key.id, atUptime: time.uptime())
    if delay > .zero { try? await time.sleep(for: delay) }
    return .noSuchJob
  }
}
