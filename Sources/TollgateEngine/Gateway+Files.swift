import Logging
package import TollgateCore

extension Gateway {
  /// A kept file that a link names.
  ///
  /// - Throws: ``GatewayError/noSuchFile``, ``GatewayError/fileGone`` where it was kept once, ``GatewayError/unavailable(_:)``
  ///   where the store cannot be read.
  package func asset(_ id: AssetID) async throws(GatewayError) -> Blob {
    let known: Asset?
    do {
      known = try await store.asset(id)
    } catch {
      logger.error("a file could not be looked up", metadata: ["asset": "\(id)", "error": "\(error)"])
      throw .unavailable("The gateway's store cannot be read now. Ask again in a moment.")
    }
    guard let known else { throw .noSuchFile }
    guard known.isStored else { throw .fileGone }
    uses.note(.served(id), at: time.now())
    return known.blob
  }

  /// A kept file turned out to be damaged, or is missing. Results that name it are not replayed any more.
  package func lose(_ id: AssetID, because reason: String) async { await room?.lose(id, because: reason) }
}
