/// Why a create came too fast.
package struct RateRefusal: Sendable, Hashable {
  /// What is counted.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case creates
    case generations
  }

  package let kind: Kind
  /// Whose limit it is: the key's or the gateway's.
  package let scope: Scope
  /// So many per minute.
  package let limit: Int
  /// When one more may come.
  package let retryAfter: Duration

  package init(kind: Kind, scope: Scope, limit: Int, retryAfter: Duration) {
    self.kind = kind
    self.scope = scope
    self.limit = limit
    self.retryAfter = retryAfter
  }
}
