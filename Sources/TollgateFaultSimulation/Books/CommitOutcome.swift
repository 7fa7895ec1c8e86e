/// How one transaction of a simulated store ends.
package enum CommitOutcome: String, Sendable, CaseIterable {
  /// Durable, and told so.
  case durable
  /// Nothing was written, and the store says so: a full disk.
  case failed
  /// An I/O error after which nobody knows; it was durable.
  case unknownAndDurable
  /// An I/O error after which nobody knows; it was not durable.
  case unknownAndLost
}
