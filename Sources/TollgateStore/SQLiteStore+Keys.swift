import GRDB
package import TollgateCore

/// Keys and teams.
extension SQLiteStore {
  package func keys() async throws(StoreError) -> [StoredKey] {
    try await read { try KeyTable.all($0) }
  }

  package func insert(_ key: StoredKey) async throws(StoreError) {
    try await writer.write { db, _ in try KeyCommands.insert(key, db) }
  }

  package func revokeKey(
    named name: String, at now: Timestamp, if precondition: Precondition
  ) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try KeyCommands.revoke(name, at: now, if: precondition, db) }
  }

  package func rotateKey(
    named name: String, to digest: KeyDigest, formerUntil: Timestamp?, at now: Timestamp, if precondition: Precondition
  ) async throws(StoreError) -> RotatedKey? {
    try await writer.write { db, memory in
      guard
        let (before, after) = try KeyCommands.rotate(
          name, to: digest, formerUntil: formerUntil, at: now, if: precondition, db)
      else { return nil }
      memory.rotations += 1
      return RotatedKey(before: before, after: after, number: memory.rotations)
    }
  }

  package func forgetFormerSecrets(_ digests: Set<KeyDigest>) async throws(StoreError) {
    try await writer.write { db, _ in
      for digest in digests { try KeyTable.forgetFormerSecret(digest, db) }
    }
  }

  package func changeKey(
    named name: String, by change: KeyChange, if precondition: Precondition
  ) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try KeyCommands.change(name, by: change, if: precondition, db) }
  }

  package func declare(_ declaration: Declaration, at now: Timestamp) async throws(StoreError) {
    try await writer.write { db, _ in
      try TeamTable.declare(declaration.teams.keys, db)
      try KeyCommands.declare(declaration.keys, at: now, db)
      try BudgetTable.set(declaration.budgets, of: .gateway, db)
      for (team, limits) in declaration.teams { try BudgetTable.set(limits, of: .team(team), db) }
    }
  }

  package func teams() async throws(StoreError) -> [Team] {
    try await read { try TeamTable.all($0) }
  }

  package func insert(_ team: Team) async throws(StoreError) {
    try await writer.write { db, _ in try TeamCommands.insert(team, db) }
  }

  package func changeTeam(
    named name: String, by change: TeamChange, if precondition: Precondition
  ) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try TeamCommands.change(name, by: change, if: precondition, db) }
  }

  package func removeTeam(named name: String, if precondition: Precondition) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try TeamCommands.remove(name, if: precondition, db) }
  }
}
