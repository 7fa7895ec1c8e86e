/// What must still be true of a key or a team for a change to be made: it is as somebody has read it. It is checked in the
/// transaction that changes it, so that of two who have read the same one succeeds.
package enum Precondition: Sendable, Equatable {
  /// It is changed as it is now.
  case none
  /// It must have one of these revisions.
  case revisions(Set<String>)

  /// Checks a thing's revision.
  ///
  /// - Parameters:
  ///   - revision: as it is now.
  ///   - thing: what it is, such as `the key alice`.
  /// - Throws: ``StoreError/changed(_:)``.
  package func check(_ revision: String, of thing: @autoclosure () -> String) throws(StoreError) {
    guard case .revisions(let expected) = self, !expected.contains(revision) else { return }
    throw .changed(thing())
  }
}

/// Names a version of what is set about a thing.
enum Revision {
  private static let length = 24

  /// The revision of these settings.
  static func of(_ settings: JSONValue) -> String {
    String(Fingerprint.sha256(of: CanonicalJSON.encode(settings)).prefix(length))
  }
}

extension StoredKey {
  /// Another one after each change of what is set about the key, its secret included. That it is used changes nothing.
  package var revision: String {
    // The secret of a declared key changes in the file only, and may be one that can be guessed.
    let digest = key.origin == .declared ? [] : self.digest.bytes
    return Revision.of([
      "name": .text(key.name), "team": .text(key.team), "origin": .text(key.origin.rawValue),
      "models": key.models.map { .array($0.map { .text($0.description) }) } ?? .null, "replayOnly": .bool(key.replayOnly),
      "budgets": key.limits.budgets.settings, "creates": .number(key.limits.rate.createsPerMinute),
      "generations": .number(key.limits.rate.generationsPerMinute), "running": .number(key.limits.maximumRunning),
      "created": .moment(key.createdAt), "expires": .moment(key.expiresAt), "revoked": .moment(key.revokedAt),
      "secret": .text(HexDigits.text(of: digest)), "former": .moment(former?.validUntil),
    ])
  }
}

extension Team {
  /// Another one after each change of what is set about the team. What its keys spend changes nothing.
  package var revision: String {
    Revision.of(["name": .text(name), "origin": .text(origin.rawValue), "budgets": budgets.settings])
  }
}

extension BudgetLimits {
  fileprivate var settings: JSONValue {
    ["day": .text(day?.description), "month": .text(month?.description), "total": .text(total?.description)]
  }
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { JSONValue.text($0) } ?? .null }
  fileprivate static func number(_ number: Int?) -> JSONValue { number.map { .number(JSONNumber(Int64($0))) } ?? .null }
  fileprivate static func moment(_ moment: Timestamp?) -> JSONValue {
    moment.map { .number(JSONNumber($0.millisecondsSince1970)) } ?? .null
  }
}
