import GRDB
import TollgateCore

/// What the writer does with keys, inside the writer's transaction.
enum KeyCommands {
  static func insert(_ stored: StoredKey, _ db: Database) throws {
    guard stored.key.origin != .open else { throw StoreError.conflict("a key of open mode is never stored") }
    guard try !KeyTable.insert(stored, db) else { return }
    let isNameTaken = try KeyTable.isTaken(name: stored.key.name, db)
    throw StoreError.conflict(
      isNameTaken
        ? "there is, or was, a key named \(stored.key.name); choose another name"
        : "the secret of \(stored.key.name) is, or was, that of another key; choose another secret")
  }

  /// Makes the declared keys those of the configuration file. A key that was created by hand and is now declared under its name
  /// becomes the file's.
  static func declare(_ declared: [StoredKey], at now: Timestamp, _ db: Database) throws {
    try checkDistinct(declared)
    let existing = try KeyTable.all(db)
    let wanted = Dictionary(declared.map { ($0.key.name, $0) }) { first, _ in first }
    let wantedDigests = Set(declared.map(\.digest))
    // A secret may move from one name to another, also around a circle: whoever gives one up does so before anybody gets one.
    for old in existing where wantedDigests.contains(old.digest) && wanted[old.key.name]?.digest != old.digest {
      guard old.key.origin == .declared || wanted[old.key.name] != nil else {
        throw StoreError.conflict(
          "a declared key has the secret of \(old.key.name), which was made with keys create; choose another secret")
      }
      try KeyTable.removeDigest(of: old.key.id, db)
    }
    for old in existing where old.key.origin == .declared && wanted[old.key.name] == nil {
      _ = try KeyTable.revoke(name: old.key.name, at: now, db)
    }
    let known = Dictionary(existing.map { ($0.key.name, $0.key.id) }) { first, _ in first }
    for key in declared {
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
