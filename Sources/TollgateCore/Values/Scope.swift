/// A circle of callers: who shares a cached answer, or a budget.
package enum Scope: Sendable, Hashable {
  /// Everybody who may use this gateway.
  case gateway
  /// Everybody, whatever is shared among whom: what was imported.
  case everyone
  /// The keys of one team.
  case team(String)
  /// One key alone.
  case key(KeyID)
}

extension Scope: LosslessStringConvertible {
  /// The spelling that the store keeps: `gateway`, `everyone`, `team:design` or `key:<32 hex digits>`.
  package var description: String {
    switch self {
    case .gateway: "gateway"
    case .everyone: "everyone"
    case .team(let name): "team:" + name
    case .key(let id): "key:" + id.hex
    }
  }

  /// Reads what ``description`` writes; `nil` for any other text.
  package init?(_ description: String) {
    if description == "gateway" {
      self = .gateway
    } else if description == "everyone" {
      self = .everyone
    } else if description.hasPrefix("team:") {
      self = .team(String(description.dropFirst(5)))
    } else if description.hasPrefix("key:"), let key = KeyID(hex: description.dropFirst(4)) {
      self = .key(key)
    } else {
      return nil
    }
  }
}
