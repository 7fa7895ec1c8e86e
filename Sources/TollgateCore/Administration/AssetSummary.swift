/// Which kept files to list.
package struct AssetQuery: Sendable, Codable, Equatable {
  /// Only those that were stored before this one for the first time, for paging.
  package var before: AssetName?
  /// 1 to 1000.
  package var limit: Int

  package init(before: AssetName? = nil, limit: Int = 50) {
    self.before = before
    self.limit = limit
  }
}

/// A kept file as it is shown.
package struct AssetSummary: Sendable, Codable, Equatable {
  /// SHA-256 of its bytes, in hex, and an extension: where it is served, below `/-/assets/`.
  package let name: AssetName
  package let type: MediaType
  package let bytes: Int64
  /// When it was last stored, named in an answer or served.
  package let usedAt: Timestamp
  /// How many purchases name it.
  package let purchases: Int

  package init(_ asset: Asset, purchases: Int) {
    name = AssetName(asset.blob)
    type = asset.blob.type
    bytes = asset.blob.size
    usedAt = asset.usedAt
    self.purchases = purchases
  }
}

/// A file with those that name it.
package struct AssetDetail: Sendable, Codable, Equatable {
  /// So many purchases are named.
  package static let maximumNumbers = 100

  package let summary: AssetSummary
  /// Whether it is there; if not, it was, and was removed.
  package let isStored: Bool
  /// The newest purchases that name it.
  package let newest: [GenerationNumber]

  package init(_ asset: Asset, naming: AssetNaming) {
    summary = AssetSummary(asset, purchases: naming.count)
    isStored = asset.isStored
    newest = naming.newest
  }
}
