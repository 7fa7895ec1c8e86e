import ShortAPISimulator
import Testing
import TollgateTestSupport

/// What can go wrong with a query upstream.
enum UpstreamTrouble {
  static let all: [Fault] = [
    Fault(on: .query, .html),
    Fault(on: .query, .html).with { $0.status = 500 },
    Fault(on: .query, .html).with { $0.status = 503 },
    Fault(on: .query, .rateLimit).with { $0.retryAfter = .zero },
    Fault(on: .query, .drop),
    Fault(on: .query, .malformed),
    Fault(on: .query, .truncated),
    Fault(on: .query, .notFound),
    Fault(on: .query, .unauthorized),
    Fault(on: .query, .reject),
    Fault(on: .query, .unknownStatus),
    Fault(on: .query, .unknownStatus).with { $0.status = 0 },
  ]

  /// Runs `look` under each trouble, when the gateway has met it twice.
  static func each(in gateway: GatewayUnderTest, _ look: (Fault) async throws -> Void) async throws {
    for trouble in all {
      gateway.simulator.setFaults([trouble])
      try await eventually("\(trouble.kind)", holds: { (gateway.simulator.faults.first?.applied ?? 0) >= 2 })
      try await look(trouble)
    }
    gateway.simulator.clearFaults()
  }
}
