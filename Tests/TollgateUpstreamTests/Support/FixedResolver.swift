import NIOConcurrencyHelpers
import TollgateCore
import TollgateUpstream

/// Names that mean what a test says.
final class FixedResolver: HostResolver {
  private let answers: @Sendable (String, Int) -> [String]
  private let asked = NIOLockedValueBox(0)

  /// - Parameter answers: the addresses of a name, when this resolver is asked for the so many-th time.
  init(_ answers: @escaping @Sendable (String, Int) -> [String]) { self.answers = answers }

  /// How often it was asked.
  var questions: Int { asked.withLockedValue { $0 } }

  func addresses(
    of host: String, for lane: String, within timeout: Duration
  ) async throws(OutboundFailure) -> [IPAddress] {
    let number = asked.withLockedValue { count in
      count += 1
      return count
    }
    let addresses = answers(host, number).compactMap { IPAddress($0) }
    if addresses.isEmpty { throw .notResolved }
    return addresses
  }
}
