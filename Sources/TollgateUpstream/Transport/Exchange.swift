import AsyncHTTPClient
import NIOCore
import NIOPosix
import TollgateCore

/// Runs requests, each exactly once, and tells of each either its whole answer or why there is none.
struct Exchange: Sendable {
  private let client: HTTPClient
  private let reusesConnections: Bool
  private let eventLoopGroup: any EventLoopGroup
  private let timeout: TimeAmount
  private let witness = HandoverWitness()

  /// - Parameters:
  ///   - configuration: the limits, and what is trusted.
  ///   - reusesConnections: whether a connection may carry more than one request.
  ///   - eventLoopGroup: where the connections live.
  init(configuration: ShortAPIClient.Configuration, reusesConnections: Bool, eventLoopGroup: any EventLoopGroup) {
    var settings = HTTPClient.Configuration(
      tlsConfiguration: configuration.tls, redirectConfiguration: .disallow,
      timeout: .init(connect: TimeAmount(configuration.effectiveConnectTimeout)), decompression: .disabled)
    settings.httpVersion = .http1Only
    settings.connectionPool.retryConnectionEstablishment = false
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, configuration.maximumConnections)
    // A connection that was opened for a create and not needed is nearly as bad as a used one: it may be dead already.
    settings.connectionPool.idleTimeout = reusesConnections ? TimeAmount(configuration.keepAlive) : .seconds(1)
    settings.maximumUsesPerConnection = reusesConnections ? nil : 1
    // A tracer would add header fields of its own.
    settings.tracing.tracer = nil
    let identity = ServerIdentity(host: configuration.baseURL.host)
    settings.http1_1ConnectionDebugInitializer = { [witness] in Self.prepare($0, of: identity, witness: witness) }
    client = HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup), configuration: settings)
    self.reusesConnections = reusesConnections
    self.eventLoopGroup = eventLoopGroup
    timeout = TimeAmount(configuration.requestTimeout)
  }

  /// Makes a connection ready, behind its handshake and before it gets a request. Where this fails it gets none, and
  /// AsyncHTTPClient forgets it without closing it.
  private static func prepare(
    _ channel: any Channel, of identity: ServerIdentity, witness: HandoverWitness
  ) -> EventLoopFuture<Void> {
    channel.eventLoop.submit {
      do {
        try identity.check(channel)
        try witness.watch(channel)
      } catch {
        channel.close(promise: nil)
        throw error
      }
    }
  }

  /// Sends one request and waits for its whole answer, until the deadline at the latest.
  ///
  /// It is AsyncHTTPClient's callback interface that is used here, for three reasons. Its deadline covers the answer's body,
  /// where that of `execute(_:deadline:)` ends at the head. Waiting for its future does not pass the task's cancellation on.
  /// And its delegate hears when the head was written; with the connection on the delegate's own event loop, as it is where
  /// connections are not reused, nothing can come between the write and the report.
  func run(_ request: UpstreamRequest, answerLimit: ByteCount) async -> Result<WireAnswer, TransportFailure> {
    let collector = AnswerCollector(limit: answerLimit.bytes, witness: witness)
    do {
      let httpRequest = try HTTPClient.Request(
        url: request.url, method: request.method, headers: request.headers, body: request.body.map { .bytes($0) })
      let call = client.execute(
        request: httpRequest, delegate: collector,
        eventLoop: reusesConnections ? .indifferent : .delegateAndChannel(on: eventLoopGroup.next()), deadline: .now() + timeout
      )
      return .success(try await call.get())
    } catch {
      return .failure(TransportFailure(error, handedOver: collector.handedOver))
    }
  }

  /// Closes every connection and fails every call under way. Doing it again does nothing.
  func shutdown() async {
    // The one error that this throws says that it was done before.
    try? await client.shutdown()
  }
}
