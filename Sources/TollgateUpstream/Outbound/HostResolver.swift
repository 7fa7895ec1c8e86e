package import TollgateCore

/// Tells the addresses behind a name.
package protocol HostResolver: Sendable {
  /// All addresses of a host, the best one first.
  ///
  /// - Parameters:
  ///   - host: a name in lower case.
  ///   - timeout: when the answer is not waited for any longer.
  /// - Returns: at least one address.
  /// - Throws: ``OutboundFailure/notResolved``.
  func addresses(of host: String, within timeout: Duration) async throws(OutboundFailure) -> [IPAddress]
}
