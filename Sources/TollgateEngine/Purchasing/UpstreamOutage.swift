package import TollgateCore

/// Whether creates are held back because the upstream is not there, or not well.
package struct UpstreamOutage: Sendable, Equatable {
  /// What is done about it; `nil` where all is well.
  package let phase: HealthReport.Upstream.Outage.Phase?
  /// How long it has been going on; `nil` where there is none.
  package let duration: Duration?
  /// How long nothing is sent yet; `nil` where something may be, or is.
  package let pause: Duration?
  /// Whether nothing is bought for now, but for a single create that finds out whether the upstream is there again.
  package var isHoldingBack: Bool { phase == .waiting || phase == .probing }
  /// How often creates were held back since the start.
  package let count: Int
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
    pause = breaker.pauseEnd().flatMap { $0 > now ? $0 - now : nil }
    count = breaker.openings
  }
}
