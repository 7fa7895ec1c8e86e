import AsyncHTTPClient
package import Logging
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
  private let configuration: Configuration
  private let clock: any TimeSource
  private let logger: Logger
  private let creates: Exchange
  private let queries: Exchange

  /// A client that must be ended with ``shutdown()``. Nothing is connected before the first call.
  ///
  /// - Parameters:
  ///   - configuration: where the upstream is, and the limits.
  ///   - clock: tells the calendar time to which a `Retry-After` date is compared.
  ///   - eventLoopGroup: where the connections live; its owner shuts it down after the client.
  ///   - logger: is told outcomes, never a key, a prompt or a whole answer.
  package init(
    configuration: Configuration, clock: any TimeSource = SystemTimeSource(),
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, logger: Logger
  ) {
    self.configuration = configuration
    self.clock = clock
    self.logger = logger
    creates = Exchange(configuration: configuration, reusesConnections: false, eventLoopGroup: eventLoopGroup)
    queries = Exchange(configuration: configuration, reusesConnections: true, eventLoopGroup: eventLoopGroup)
  }

  /// Runs `body` with a client, and shuts the client down afterwards whatever happened.
  package static func withClient<Result, Failure: Error>(
    configuration: Configuration, clock: any TimeSource = SystemTimeSource(), logger: Logger,
    _ body: (ShortAPIClient) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let client = ShortAPIClient(configuration: configuration, clock: clock, logger: logger)
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
      return reported(.notSent(reason: "\(error)"))
    }
    let answer = await creates.run(
      .create(body, token: token, configuration: configuration), answerLimit: configuration.createAnswerLimit)
    let classifier = CreateClassifier(redactor: token.redactor, now: clock.now())
    switch answer {
    case .success(let answer): return reported(classifier.outcome(of: answer))
    case .failure(let failure): return reported(classifier.outcome(of: failure))
    }
  }

  package func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome {
    let token: BearerToken
    do {
      token = try BearerToken(credential)
    } catch {
      return reported(.unusable(reason: "\(error)", retryAfter: nil), upstreamID: upstreamID)
    }
    let answer = await queries.run(
      .query(upstreamID, token: token, configuration: configuration), answerLimit: configuration.queryAnswerLimit)
    let classifier = QueryClassifier(upstreamID: upstreamID, redactor: token.redactor, now: clock.now())
    switch answer {
    case .success(let answer): return reported(classifier.outcome(of: answer), upstreamID: upstreamID)
    case .failure(let failure): return reported(classifier.outcome(of: failure), upstreamID: upstreamID)
    }
  }
}

extension ShortAPIClient {
  private func reported(_ outcome: CreateOutcome) -> CreateOutcome {
    switch outcome {
    case .accepted(let upstreamID, _):
      logger.debug("The upstream accepted a create", metadata: ["upstream_id": "\(upstreamID)"])
    case .rejected(let rejection, _):
      logger.info("The upstream rejected a create", metadata: metadata(of: rejection))
    case .credentialRefused(let rejection):
      logger.error("The upstream refused the key", metadata: metadata(of: rejection))
    case .notSent(let reason):
      logger.warning("A create was not sent", metadata: ["reason": "\(reason)"])
    case .unknown(let reason):
      logger.error("The outcome of a create is unknown", metadata: ["reason": "\(reason)"])
    }
    return outcome
  }

  private func reported(_ outcome: QueryOutcome, upstreamID: String) -> QueryOutcome {
    if case .unusable(let reason, _) = outcome {
      logger.warning(
        "A query brought no usable answer", metadata: ["upstream_id": "\(upstreamID)", "reason": "\(reason)"])
    }
    return outcome
  }

  private func metadata(of rejection: Rejection) -> Logger.Metadata {
    ["status": "\(rejection.httpStatus)", "code": "\(rejection.code)", "text": "\(rejection.text.prefix(200))"]
  }
}
