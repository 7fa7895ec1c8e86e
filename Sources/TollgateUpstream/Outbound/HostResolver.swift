package import TollgateCore

/// Tells the addresses behind a name.
package protocol HostResolver: Sendable {
  /// All addresses of a host, the best one first.
  ///
  /// - Parameters:
  ///   - host: a name in lower case.
  ///   - lane: for whom it is asked; where not all can be asked at once, lanes have turns.
  ///   - timeout: when the answer is not waited for any longer, counted from the call, however long the lookup has to wait for its
  ///     turn.
  /// - Returns: at least one address.
  /// - Throws: ``OutboundFailure/notResolved``; ``OutboundFailure/notLookedUp`` where the name was not asked for, or for less than
  ///   half of the time.
  func addresses(
    of host: String, for lane: String, within timeout: Duration
  ) async throws(OutboundFailure) -> [IPAddress]
}
