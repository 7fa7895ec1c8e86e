/// How often one key was answered with one generation that it did not buy then.
package struct GenerationUse: Sendable, Hashable {
  /// What is counted together.
  package struct Kind: Sendable, Hashable {
    package let generation: GenerationNumber
    package let key: KeyID

    package init(generation: GenerationNumber, key: KeyID) {
      self.generation = generation
      self.key = key
    }
  }

  package let kind: Kind
  package var sum: UseSum

  package init(_ kind: Kind, _ sum: UseSum) {
    self.kind = kind
    self.sum = sum
  }
}

/// Who asked for a generation's result.
package struct GenerationUses: Sendable, Equatable {
  /// The keys that asked most often, those first that did so more often than others.
  package let keys: [GenerationUse]
  /// How many other keys there are.
  package let otherKeys: Int
  /// What these together asked for.
  package let others: UseSum

  package init(keys: [GenerationUse], otherKeys: Int, others: UseSum) {
    self.keys = keys
    self.otherKeys = otherKeys
    self.others = others
  }
}
