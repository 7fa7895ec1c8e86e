import AsyncHTTPClient
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

/// Collects one answer up to a cap, and keeps the evidence on whether its request was handed to a connection.
final class AnswerCollector: HTTPClientResponseDelegate {
  typealias Response = WireAnswer

  private struct State {
    var head: HTTPResponseHead?
    var body = ByteBuffer()
    var handedOver = false
  }

  private let state = NIOLockedValueBox(State())
  private let limit: Int
  private let witness: HandoverWitness

  /// - Parameters:
  ///   - limit: the largest body, in bytes.
  ///   - witness: the witness of the client that executes the request.
  init(limit: Int, witness: HandoverWitness) {
    self.limit = limit
    self.witness = witness
  }

  /// Whether a byte of the request may have been written. `false` is proof that none was, provided that the request's task and
  /// its connection share an event loop.
  var handedOver: Bool { state.withLockedValue { $0.handedOver } }

  func didSendRequestHead(task: HTTPClient.Task<WireAnswer>, _ head: HTTPRequestHead) {
    state.withLockedValue { $0.handedOver = true }
  }

  func didReceiveHead(task: HTTPClient.Task<WireAnswer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
    state.withLockedValue { $0.head = head }
    if let announced = head.headers.first(name: "content-length").flatMap({ Int($0) }), announced > limit {
      return task.eventLoop.makeFailedFuture(AnswerTooLarge(limit: limit))
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(task: HTTPClient.Task<WireAnswer>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
    let fits = state.withLockedValue { state in
      guard state.body.readableBytes + part.readableBytes <= limit else { return false }
      state.body.writeImmutableBuffer(part)
      return true
    }
    return fits
      ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(AnswerTooLarge(limit: limit))
  }

  func didReceiveError(task: HTTPClient.Task<WireAnswer>, _ error: any Error) {
    if witness.isHandingOver(on: task.eventLoop) { state.withLockedValue { $0.handedOver = true } }
  }

  func didFinishRequest(task: HTTPClient.Task<WireAnswer>) throws -> WireAnswer {
    try state.withLockedValue { state in
      guard let head = state.head else { throw HTTPClientError.remoteConnectionClosed }
      return WireAnswer(
        status: Int(head.status.code), retryAfter: head.headers.first(name: "retry-after"),
        date: head.headers.first(name: "date"),
        body: Array(state.body.readableBytesView))
    }
  }
}
