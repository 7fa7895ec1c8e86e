import AsyncHTTPClient
package import NIOCore
import NIOPosix
package import TollgateCore

/// ShortAPI over HTTP/1.1.
///
/// Queries share a pool of kept connections. A create always opens a connection of its own and closes it afterwards: a kept
/// connection that the upstream closes at the moment when a create is written leaves it unknown whether the create was taken,
/// and an unknown create holds money until a person has looked at it. One more TCP and TLS handshake per purchase, tens of
/// milliseconds of a job that takes seconds, is the price of that never happening.
///
/// Nothing here repeats a request, follows a redirect or decompresses an answer. The caller's cancellation does not reach a
/// call under way: its answer decides over money that is already spent.
package struct ShortAPIClient: UpstreamAPI {
  let configuration: Configuration
  let clock: any TimeSource
  private let creates: Exchange
  let queries: Exchange

  /// A client that must be ended with ``shutdown()``. Nothing is connected before the first call.
  ///
  /// - Parameters:
  ///   - configuration: where the upstream is, and the limits.
  ///   - clock: tells the calendar time to which a `Retry-After` date is compared.
  ///   - eventLoopGroup: where the connections live; its owner shuts it down after the client.
  package init(
    configuration: Configuration, clock: any TimeSource = SystemTimeSource(),
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) {
    self.configuration = configuration
    self.clock = clock
    creates = Exchange(configuration: configuration, reusesConnections: false, eventLoopGroup: eventLoopGroup)
    queries = Exchange(configuration: configuration, reusesConnections: true, eventLoopGroup: eventLoopGroup)
  }

  /// Runs `body` with a client, and shuts the client down afterwards whatever happened.
  package static func withClient<Result, Failure: Error>(
    configuration: Configuration, clock: any TimeSource = SystemTimeSource(),
    _ body: (ShortAPIClient) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let client = ShortAPIClient(configuration: configuration, clock: clock)
    do {
      let result = try await body(client)
      await client.shutdown()
      return result
    } catch {
      await client.shutdown()
      throw error
    }
  }

  /// Closes every connection. A create still under way becomes unknown, so the caller waits for its creates first. A later call
  /// is not sent; a second shutdown does nothing.
  package func shutdown() async {
    await creates.shutdown()
    await queries.shutdown()
  }

  package func create(_ body: [UInt8], credential: Secret) async -> CreateOutcome {
    let token: BearerToken
    do {
      token = try BearerToken(credential)
    } catch {
      return .notSent(reason: "\(error)")
    }
    let answer = await creates.run(
      .create(body, token: token, configuration: configuration), answerLimit: configuration.createAnswerLimit)
    let classifier = CreateClassifier(redactor: token.redactor, now: clock.now())
    switch answer {
    case .success(let answer): return classifier.outcome(of: token.redactor.redact(answer))
    case .failure(let failure): return classifier.outcome(of: failure)
    }
  }

  package func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome {
    let token: BearerToken
    do {
      token = try BearerToken(credential)
    } catch {
      return .unusable(reason: "\(error)", retryAfter: nil)
    }
    let answer = await queries.run(
      .query(upstreamID, token: token, configuration: configuration), answerLimit: configuration.queryAnswerLimit)
    let classifier = QueryClassifier(upstreamID: upstreamID, redactor: token.redactor, now: clock.now())
    switch answer {
    case .success(let answer): return classifier.outcome(of: token.redactor.redact(answer))
    case .failure(let failure): return classifier.outcome(of: failure)
    }
  }
}
