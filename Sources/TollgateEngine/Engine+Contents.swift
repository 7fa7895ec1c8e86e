import Logging
import TollgateCore

extension Engine {
  /// Brings the slots in line with the catalogue and the configured rules, where these have changed since the last start.
  ///
  /// - Returns: the unfinished generations, with their slots as they are then.
  static func recomputeContents(
    by catalogue: Catalogue, rereading unfinished: [Generation], in store: any Store, _ time: any TimeSource, _ logger: Logger
  ) async throws -> [Generation] {
    let start = time.uptime()
    guard
      let done = try await store.recomputeContents(
        under: catalogue.normalisation, { catalogue.content(ofCanonicalBody: $0) })
    else { return unfinished }
    if done.read > 0 {
      logger.notice(
        "defaults or rules of models have changed; the cache was brought in line with them",
        metadata: [
          "requests": "\(done.read)", "changed": "\(done.moved)", "without_slot": "\(done.displaced)",
          "seconds": "\((time.uptime() - start).components.seconds)",
        ])
    }
    guard done.moved > 0 || done.displaced > 0 else { return unfinished }
    var reread: [Generation] = []
    for generation in unfinished { reread.append(try await store.generation(generation.number) ?? generation) }
    return reread
  }
}
