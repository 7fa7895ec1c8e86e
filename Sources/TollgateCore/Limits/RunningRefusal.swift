/// Too many purchases run already.
package struct RunningRefusal: Sendable, Hashable {
  /// Whose limit it is: the key's or the gateway's.
  package let scope: Scope
  /// So many at a time.
  package let limit: Int

  package init(scope: Scope, limit: Int) {
    self.scope = scope
    self.limit = limit
  }
}
