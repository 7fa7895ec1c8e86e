package import NIOCore
import NIOHTTP1
import NIOPosix
package import TollgateCore

/// Posts to the clients' own servers, each try over a connection of its own.
///
/// A receiver is not trusted: where it may be is the policy's to say, a redirect is an answer like any other, and of an answer
/// nothing but the head is read.
package struct CallbackPoster: CallbackTransport {
  private let configuration: Configuration
  private let clock: any TimeSource
  private let client: GuardedClient

  /// A poster that must be ended with ``shutdown()``. How many posts run at a time is the caller's to bound.
  ///
  /// - Parameters:
  ///   - configuration: where callbacks may go, and the limits.
  ///   - clock: tells the calendar time to which a `Retry-After` date is compared.
  ///   - resolver: tells the addresses of names; `nil` for the machine's own.
  ///   - eventLoopGroup: where the connections live; its owner shuts it down after the poster.
  package init(
    configuration: Configuration, clock: any TimeSource = SystemTimeSource(), resolver: (any HostResolver)? = nil,
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) {
    self.configuration = configuration
    self.clock = clock
    client = GuardedClient(
      policy: configuration.policy, settings: configuration.settings, resolver: resolver, eventLoopGroup: eventLoopGroup)
  }

  /// Ends what the poster keeps. Posts under way go on to their end or their deadline.
  package func shutdown() async { await client.shutdown() }

  package func post(_ post: CallbackPost) async -> CallbackOutcome {
    do throws(OutboundFailure) {
      let request = OutboundRequest(
        method: .POST, url: try url(of: post),
        headers: [("Content-Type", "application/json")] + post.headers.map { ($0.name, $0.value) }, body: post.body,
        lane: post.sender)
      let end = NIODeadline.now() + TimeAmount(configuration.timeout)
      let limits = PaceLimits(
        head: end, end: end, idle: TimeAmount(configuration.timeout), period: TimeAmount(configuration.timeout))
      let head = try await client.exchange(request, limits: limits) { head, _ throws(OutboundFailure) in head }
      let status = Int(head.status.code)
      if (200..<300).contains(status) { return .delivered(status: status) }
      let retryAfter = RetryAfter.parse(head.headers.first(name: "retry-after"), now: clock.now())
      return .rejected(status: status, retryAfter: retryAfter)
    } catch {
      switch error {
      case .refused(let refusal): return .refused(reason: refusal.description)
      case .notLookedUp: return .notTried(reason: error.description)
      default: return .failed(reason: error.description)
      }
    }
  }

  private func url(of post: CallbackPost) throws(OutboundFailure) -> OutboundURL {
    do throws(OutboundRefusal) { return try OutboundURL(post.url) } catch { throw .refused(error) }
  }
}
