/// What the store knows of results' files. The files themselves are in a ``BlobStore``.
package protocol FileBooks: Sendable {
  /// The files of a generation's result, in their order.
  func files(of number: GenerationNumber) async throws(StoreError) -> [ResultFile]

  /// Generations whose files are being copied, in the order of their numbers: at most `limit`, with numbers above `number`.
  func copying(after number: GenerationNumber?, limit: Int) async throws(StoreError) -> [Generation]

  /// Generations with a replayable result whose links are passed on, as ``copying(after:limit:)``.
  func passedOn(after number: GenerationNumber?, limit: Int) async throws(StoreError) -> [Generation]

  /// Begins to keep the files of such a result.
  func wantFiles(
    of number: GenerationNumber, links: [ResultLink], at now: Timestamp
  ) async throws(StoreError) -> Generation

  /// Writes down that a file of a result is stored. With the last one the result is replayed.
  func keepFile(
    _ blob: Blob, at position: Int, of number: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> Generation

  /// Writes down that a file of a result cannot be had.
  func loseFile(
    at position: Int, of number: GenerationNumber, reason: String, at now: Timestamp
  ) async throws(StoreError) -> Generation

  /// One file; `nil` where none of these bytes was ever stored.
  func asset(_ id: AssetID) async throws(StoreError) -> Asset?

  /// Writes down that a stored file is damaged or missing.
  ///
  /// - Returns: the generations that are no longer replayed.
  func loseAsset(_ id: AssetID, reason: String, at now: Timestamp) async throws(StoreError) -> [Generation]

  /// Notes when files were used last.
  func note(_ uses: [AssetUse: Timestamp]) async throws(StoreError)

  /// The bytes of all stored files.
  func storedBytes() async throws(StoreError) -> Int64

  /// Stored files, in the order of their ids: at most `limit`, with ids above `id`.
  func storedBlobs(after id: AssetID?, limit: Int) async throws(StoreError) -> [Blob]

  /// Stored files, those first that were stored last for the first time: at most `limit`, and only those behind `id` in this order.
  func storedAssets(before id: AssetID?, limit: Int) async throws(StoreError) -> [ListedAsset]

  /// Which generations name a file: how many, and the newest `limit` of them.
  func naming(of id: AssetID, limit: Int) async throws(StoreError) -> AssetNaming

  /// Files that may be removed to make room, those first that were not used for longest: at most `limit`, none used since
  /// `moment`, and those behind `last` in this order, as it was when that one was read.
  func evictable(unusedSince moment: Timestamp, after last: Asset?, limit: Int) async throws(StoreError) -> [Asset]

  /// The generations whose results name a file.
  func generations(naming id: AssetID) async throws(StoreError) -> [Generation]

  /// Gives a file up to make room.
  ///
  /// - Returns: the generations that are no longer replayed; `nil` where the file has to stay.
  func evict(
    _ id: AssetID, unusedSince moment: Timestamp, at now: Timestamp
  ) async throws(StoreError) -> [Generation]?

  /// Writes down that a file is stored, before the results that name it.
  func addAsset(_ blob: Blob, at now: Timestamp) async throws(StoreError)
}
