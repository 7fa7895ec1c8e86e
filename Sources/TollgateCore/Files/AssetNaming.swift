/// Which generations name a file.
package struct AssetNaming: Sendable, Equatable {
  /// How many.
  package let count: Int
  /// The newest of them.
  package let newest: [GenerationNumber]

  package init(count: Int, newest: [GenerationNumber]) {
    self.count = count
    self.newest = newest
  }
}

/// A kept file, with how many generations name it.
package struct ListedAsset: Sendable, Equatable {
  package let asset: Asset
  package let generationCount: Int

  package init(_ asset: Asset, generationCount: Int) {
    self.asset = asset
    self.generationCount = generationCount
  }
}

/// A file that a result names, with what is known of its bytes.
package struct NamedFile: Sendable, Equatable {
  package let file: ResultFile
  /// `nil` where it was never stored.
  package let asset: Asset?

  package init(_ file: ResultFile, asset: Asset?) {
    self.file = file
    self.asset = asset
  }
}
