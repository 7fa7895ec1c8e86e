package import TollgateCore

extension BlobStore {
  /// The sizes of all files, by their ids.
  package func sizes() async throws(BlobError) -> [AssetID: Int64] {
    var sizes: [AssetID: Int64] = [:]
    for firstByte in UInt8.min...UInt8.max {
      sizes.merge(try await self.sizes(beginningWith: firstByte)) { size, _ in size }
    }
    return sizes
  }
}
