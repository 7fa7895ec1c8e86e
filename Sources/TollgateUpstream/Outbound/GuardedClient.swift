import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TollgateCore

/// HTTP/1.1 to servers that somebody else named. A name is resolved once; every address that it has must be allowed; the
/// connection goes to one of those addresses, and whom it reached is looked at again before a byte is sent.
///
/// Each call has a connection of its own. Nothing is repeated, followed, decompressed or remembered here.
struct GuardedClient: Sendable {
  let policy: AddressPolicy
  let settings: OutboundSettings
  let resolver: any HostResolver
  let eventLoopGroup: any EventLoopGroup
  let tls: TLSContext
  let threads: NIOThreadPool?

  /// How many of a host's addresses are tried.
  static let maximumAttempts = 4

  /// - Parameters:
  ///   - policy: where it may connect to.
  ///   - settings: what all calls share.
  ///   - resolver: `nil` for the machine's own.
  ///   - eventLoopGroup: where the connections live.
  init(
    policy: AddressPolicy, settings: OutboundSettings, resolver: (any HostResolver)?, eventLoopGroup: any EventLoopGroup
  ) {
    self.policy = policy
    self.settings = settings
    self.eventLoopGroup = eventLoopGroup
    tls = TLSContext(settings.tls)
    if let resolver {
      self.resolver = resolver
      threads = nil
    } else {
      let threads = NIOThreadPool(numberOfThreads: settings.resolverThreads)
      threads.start()
      self.resolver = SystemResolver(
        threads: threads, count: settings.resolverThreads, eventLoop: eventLoopGroup.any())
      self.threads = threads
    }
  }

  /// Ends the threads that resolve names. A later call that needs one fails.
  func shutdown() async {
    // It throws where it was done before.
    try? await threads?.shutdownGracefully()
  }

  /// Sends a request and hands its answer over as it comes. The connection is closed when `body` is done with it, however much
  /// of the answer is still to come.
  func exchange<Outcome: Sendable>(
    _ request: OutboundRequest, limits: PaceLimits,
    _ body: (HTTPResponseHead, inout GuardedAnswer) async throws(OutboundFailure) -> Outcome
  ) async throws(OutboundFailure) -> Outcome {
    let connection = try await connect(to: request.url, for: request.lane, limits: limits)
    do {
      return try await withTaskCancellationHandler {
        try await connection.parts.executeThenClose { inbound in
          defer { connection.abort() }
          connection.send(request, userAgent: settings.userAgent)
          var answer = GuardedAnswer(parts: inbound.makeAsyncIterator(), verdict: connection.verdict)
          let head = try await answer.head()
          connection.beginBody()
          return try await body(head, &answer)
        }
      } onCancel: {
        connection.abort()
      }
    } catch {
      throw OutboundFailure(error)
    }
  }
}
