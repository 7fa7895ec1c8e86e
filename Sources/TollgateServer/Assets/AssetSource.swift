package import TollgateCore
package import TollgateEngine

/// Where the files come from that the links in answers lead to.
package struct AssetSource: Sendable {
  let find: @Sendable (AssetID) async throws -> Blob
  let open: @Sendable (AssetID) async throws(BlobError) -> BlobHandle?
  let onDamaged: @Sendable (AssetID, String) async -> Void

  /// - Parameters:
  ///   - find: what is known of a file; throws ``GatewayError/noSuchFile`` or ``GatewayError/fileGone`` where there is none, or another
  ///     ``GatewayError``.
  ///   - open: opens a file that was found; `nil` where it is not on the disk.
  ///   - onDamaged: hears of every file that was found, and whose bytes are missing or others. It is not served.
  package init(
    find: @escaping @Sendable (AssetID) async throws -> Blob,
    open: @escaping @Sendable (AssetID) async throws(BlobError) -> BlobHandle?,
    onDamaged: @escaping @Sendable (AssetID, _ reason: String) async -> Void
  ) {
    self.find = find
    self.open = open
    self.onDamaged = onDamaged
  }

  /// What a gateway keeps.
  package init(gateway: Gateway, blobs: any BlobStore) {
    self.init(
      find: { id in try await gateway.asset(id) },
      open: { id throws(BlobError) in try await blobs.open(id) },
      onDamaged: { id, reason in await gateway.lose(id, because: reason) })
  }
}
