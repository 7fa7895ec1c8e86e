package import TollgateCore

/// Where the files come from that the links in answers lead to.
package struct AssetSource: Sendable {
  let find: @Sendable (AssetID) async throws -> Blob
  let open: @Sendable (AssetID) async throws(BlobError) -> BlobHandle?
  let onDamaged: @Sendable (AssetID) async -> Void

  /// - Parameters:
  ///   - find: what is known of a file; throws ``GatewayError/noSuchFile`` or ``GatewayError/fileGone`` where there is none, or another
  ///     ``GatewayError``.
  ///   - open: opens a file that was found; `nil` where it is not on the disk.
  ///   - onDamaged: hears of every file that was found, and whose bytes are missing or others. It is not served.
  package init(
    find: @escaping @Sendable (AssetID) async throws -> Blob,
    open: @escaping @Sendable (AssetID) async throws(BlobError) -> BlobHandle?,
    onDamaged: @escaping @Sendable (AssetID) async -> Void
  ) {
    self.find = find
    self.open = open
    self.onDamaged = onDamaged
  }
}
