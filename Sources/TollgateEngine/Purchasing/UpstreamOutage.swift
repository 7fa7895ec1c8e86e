package import TollgateCore

/// Whether creates are held back because the upstream is not there, or not well.
package struct UpstreamOutage: Sendable, Equatable {
  /// What is done about it; `nil` where all is well.
  package let phase: HealthReport.Upstream.Outage.Phase?
  /// How long it has been going on; `nil` where there is none.
  package let duration: Duration?
  /// How long nothing is sent yet; `nil` where something may be, or is.
  package let pause: Duration?
  /// Creates that have failed in a row, each try counted.
  package let failuresInRow: Int
  /// How often creates were held back since the start.
  package let count: Int
  /// Whether all that has failed in a row was one key's, so that one of another key may be sent all the same.
  package let isOfOneKey: Bool
}

extension UpstreamOutage {
  init(_ breaker: CircuitBreaker, at now: Duration) {
    phase =
      switch breaker.state {
      case .closed: nil
      case .open: .waiting
      case .probing: .probing
      case .ramping: .recovering
      }
    duration = breaker.troubledSince.map { now - $0 }
    pause = breaker.pauseEnd.flatMap { $0 > now ? $0 - now : nil }
    failuresInRow = breaker.failuresInRow
    count = breaker.openings
    isOfOneKey = breaker.suspect != nil
  }
}
