import NIOCore

/// The socket's end of a pipeline: it keeps a channel open whose output is closed, as a socket does, and counts reads.
final class WireEnd: ChannelOutboundHandler {
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private(set) var isOutputClosed = false
  private(set) var reads = 0
  private(set) var flushes = 0

  func read(context: ChannelHandlerContext) {
    reads += 1
    context.read()
  }

  func flush(context: ChannelHandlerContext) {
    flushes += 1
    context.flush()
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode == .output else { return context.close(mode: mode, promise: promise) }
    isOutputClosed = true
    promise?.succeed(())
    context.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
  }
}
