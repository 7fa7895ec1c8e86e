import GRDB
import TollgateCore

/// What the writer does with keys, inside the writer's transaction.
enum KeyCommands {
  static func insert(_ stored: StoredKey, _ db: Database) throws {
    guard stored.key.origin != .open else { throw StoreError.conflict("a key of open mode is never stored") }
    if let team = stored.key.team, try !TeamTable.exists(team, db) { throw StoreError.noSuchTeam(team) }
    guard try KeyTable.isTaken(stored.digest, db) || !KeyTable.insert(stored, db) else { return }
    guard try KeyTable.isTaken(name: stored.key.name, db) else { throw StoreError.secretTaken(stored.key.name) }
    throw StoreError.conflict("there is, or was, a key named \(stored.key.name); choose another name")
  }

  /// - Returns: the key before and afterwards; `nil` where there is no such key that is not revoked.
  static func rotate(
    _ name: String, to digest: KeyDigest, formerUntil: Timestamp?, at now: Timestamp, if precondition: Precondition,
    _ db: Database
  ) throws -> (before: StoredKey, after: StoredKey)? {
    guard let old = try KeyTable.all(db).first(where: { $0.key.name == name && $0.key.revokedAt == nil }) else { return nil }
    // Before anything is forgotten, which gives a key another revision.
    try precondition.check(old.revision, of: "the key \(name)")
    try KeyTable.forgetEndedSecrets(at: now, db)
    guard try !KeyTable.isTaken(digest, db) else { throw StoreError.secretTaken(name) }
    let new = old.rotated(to: digest, formerUntil: formerUntil)
    try KeyTable.setSecrets(new, db)
    return (old, new)
  }

  /// - Returns: whether there is such a key.
  static func change(
    _ name: String, by change: KeyChange, if precondition: Precondition, _ db: Database
  ) throws -> Bool {
    guard let old = try KeyTable.all(db).first(where: { $0.key.name == name }) else { return false }
    try precondition.check(old.revision, of: "the key \(name)")
    let new = change.applied(to: old.key)
    if let team = new.team, team != old.key.team, try !TeamTable.exists(team, db) { throw StoreError.noSuchTeam(team) }
    try KeyTable.change(to: new, db)
    return true
  }

  /// - Returns: `false` where there is no such key that is not revoked yet.
  static func revoke(_ name: String, at now: Timestamp, if precondition: Precondition, _ db: Database) throws -> Bool {
    if precondition != .none, let old = try KeyTable.all(db).first(where: { $0.key.name == name }) {
      try precondition.check(old.revision, of: "the key \(name)")
    }
    return try KeyTable.revoke(name: name, at: now, db)
  }

  /// Makes the declared keys those of the configuration file. A key that was created by hand and is now declared under its name
  /// becomes the file's.
  static func declare(_ declared: [StoredKey], at now: Timestamp, _ db: Database) throws {
    try checkDistinct(declared)
    try KeyTable.forgetEndedSecrets(at: now, db)
    let existing = try KeyTable.all(db)
    let wanted = Dictionary(declared.map { ($0.key.name, $0) }) { first, _ in first }
    let wantedDigests = Set(declared.map(\.digest))
    for old in existing where old.former != nil && wanted[old.key.name] != nil {
      try KeyTable.setSecrets(StoredKey(key: old.key, digest: old.digest), db)
    }
    for old in existing where wanted[old.key.name] == nil && old.former.map({ wantedDigests.contains($0.digest) }) == true {
      throw StoreError.declaredSecretTaken(by: old.key.name)
    }
    // A secret may move from one name to another, also around a circle: whoever gives one up does so before anybody gets one.
    for old in existing where wantedDigests.contains(old.digest) && wanted[old.key.name]?.digest != old.digest {
      guard old.key.origin == .declared || wanted[old.key.name] != nil else {
        throw StoreError.declaredSecretTaken(by: old.key.name)
      }
      try KeyTable.removeDigest(of: old.key.id, db)
    }
    for old in existing where old.key.origin == .declared && wanted[old.key.name] == nil {
      _ = try KeyTable.revoke(name: old.key.name, at: now, db)
    }
    let known = Dictionary(existing.map { ($0.key.name, $0.key.id) }) { first, _ in first }
    for key in declared {
      if let team = key.key.team { try TeamTable.insert(team, db) }
      if let id = known[key.key.name] {
        try KeyTable.update(id, to: key, db)
      } else {
        try insert(key, db)
      }
    }
  }

  private static func checkDistinct(_ declared: [StoredKey]) throws {
    var names: Set<String> = []
    var owners: [KeyDigest: String] = [:]
    for stored in declared {
      guard names.insert(stored.key.name).inserted else {
        throw StoreError.conflict("the key \(stored.key.name) is declared twice; remove one of them")
      }
      if let other = owners.updateValue(stored.key.name, forKey: stored.digest) {
        throw StoreError.conflict("the keys \(other) and \(stored.key.name) have the same secret; give each its own")
      }
    }
  }
}
