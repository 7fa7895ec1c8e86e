/// One file that a generation's result names.
package struct ResultFile: Sendable, Equatable {
  /// How far the copy is.
  package enum State: String, Sendable, Codable, CaseIterable {
    case pending
    /// It was stored. Whether it still is, says the asset.
    case stored
    case lost
  }

  package let generation: GenerationNumber
  /// Its place among the generation's files, from 0.
  package let position: Int
  package let link: ResultLink
  package var state: State
  /// What was stored.
  package var asset: AssetID?
  /// Why it was lost.
  package var note: String?

  package init(
    generation: GenerationNumber, position: Int, link: ResultLink, state: State = .pending, asset: AssetID? = nil,
    note: String? = nil
  ) {
    self.generation = generation
    self.position = position
    self.link = link
    self.state = state
    self.asset = asset
    self.note = note
  }
}

/// A file as the store knows it.
package struct Asset: Sendable, Equatable {
  package let blob: Blob
  /// Whether the file is there; if not, it was, and was removed.
  package var isStored: Bool
  /// When it was last stored, named in an answer, or served.
  package var usedAt: Timestamp

  package init(blob: Blob, isStored: Bool, usedAt: Timestamp) {
    self.blob = blob
    self.isStored = isStored
    self.usedAt = usedAt
  }
}

/// A use of files, which keeps them from being removed.
package enum AssetUse: Sendable, Hashable {
  /// All files of a result were named in an answer, or the result was replayed.
  case named(GenerationNumber)
  /// One file was served.
  case served(AssetID)
}
