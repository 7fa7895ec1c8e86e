/// Who asked for a result and what that saved, as it is shown.
package struct UseReport: Sendable, Codable, Equatable {
  /// So many keys are named.
  package static let maximumKeys = 100

  /// One key, or the local user.
  package struct Row: Sendable, Codable, Equatable {
    /// The key's name; `local` for callers without a key.
    package let name: String
    package let sum: UseSum

    package init(name: String, sum: UseSum) {
      self.name = name
      self.sum = sum
    }
  }

  /// Those first who asked more often than others.
  package let rows: [Row]
  /// How many keys are not named.
  package let otherKeys: Int
  /// What these together asked for.
  package let others: UseSum
  /// All together.
  package let total: UseSum

  /// What the store knows, with names. Whoever is none of the stored keys asked without a key.
  package init(_ uses: GenerationUses, keyNames: [KeyID: String]) {
    var rows: [Row] = []
    var local = UseSum()
    for use in uses.keys {
      if let name = keyNames[use.kind.key] { rows.append(Row(name: name, sum: use.sum)) } else { local.add(use.sum) }
    }
    if local.count > 0 {
      let place = rows.firstIndex { $0.sum.count < local.count } ?? rows.endIndex
      rows.insert(Row(name: UsageReport.local, sum: local), at: place)
    }
    self.rows = rows
    otherKeys = uses.otherKeys
    others = uses.others
    total = uses.keys.reduce(into: uses.others) { $0.add($1.sum) }
  }
}
