import NIOConcurrencyHelpers
import NIOCore

/// Knows whether, on an event loop, a request is at this moment being handed to a connection.
///
/// AsyncHTTPClient reports that a request's head was written, but only after the write returned. An error that comes out of
/// that very write is reported first, and would look like one that came before there was a connection. All of it happens in
/// one call on one event loop, so a flag for the duration of that call closes the gap.
struct HandoverWitness: Sendable {
  private let loops = NIOLockedValueBox<Set<ObjectIdentifier>>([])

  /// Whether the caller, who is on this event loop, was called out of a handover.
  func isHandingOver(on eventLoop: any EventLoop) -> Bool {
    loops.withLockedValue { $0.contains(ObjectIdentifier(eventLoop)) }
  }

  /// Watches a new connection, before it is given its first request. On its event loop.
  func watch(_ channel: any Channel) throws { try channel.pipeline.syncOperations.addHandler(Handler(witness: self)) }

  fileprivate func begin(on eventLoop: any EventLoop) {
    _ = loops.withLockedValue { $0.insert(ObjectIdentifier(eventLoop)) }
  }

  fileprivate func end(on eventLoop: any EventLoop) {
    _ = loops.withLockedValue { $0.remove(ObjectIdentifier(eventLoop)) }
  }
}

/// The last handler of the pipeline: the only thing written to it is a whole request.
private final class Handler: ChannelOutboundHandler {
  typealias OutboundIn = Any

  private let witness: HandoverWitness

  init(witness: HandoverWitness) { self.witness = witness }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    witness.begin(on: context.eventLoop)
    context.write(data, promise: promise)
    witness.end(on: context.eventLoop)
  }
}
