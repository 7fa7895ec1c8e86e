import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

/// An answer as it comes. Nothing is read ahead of whoever asks for it but a few buffers.
struct GuardedAnswer {
  private var parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
  private let verdict: NIOLockedValueBox<OutboundFailure?>

  init(
    parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator, verdict: NIOLockedValueBox<OutboundFailure?>
  ) {
    self.parts = parts
    self.verdict = verdict
  }

  /// Waits for the head.
  mutating func head() async throws(OutboundFailure) -> HTTPResponseHead {
    guard case .head(let head) = try await next() else { throw .notHTTP }
    return head
  }

  /// Waits for further bytes of the body; `nil` where it is complete.
  mutating func body() async throws(OutboundFailure) -> ByteBuffer? {
    switch try await next() {
    case .body(let bytes): bytes
    case .end: nil
    case .head: throw .notHTTP
    }
  }

  private mutating func next() async throws(OutboundFailure) -> HTTPClientResponsePart {
    let part: HTTPClientResponsePart?
    do {
      part = try await parts.next(isolation: #isolation)
    } catch {
      throw verdict.withLockedValue { $0 } ?? OutboundFailure(error)
    }
    guard let part else { throw verdict.withLockedValue { $0 } ?? (Task.isCancelled ? .cancelled : .brokenOff) }
    return part
  }
}
