import NIOCore
import NIOEmbedded

/// The socket's end of a pipeline: it keeps a channel open whose output is closed, as a socket does, and counts reads.
final class WireEnd: ChannelOutboundHandler {
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private(set) var isOutputClosed = false
  private(set) var reads = 0
  private(set) var flushes = 0
  /// Whether a write makes the channel unwritable and a flush writable again, and both say so in their middle, as a socket does.
  var fillsUp = false
  /// Whether the end takes its time, as TLS does while it waits for the client's goodbye.
  var delaysEnd = false
  /// How often the whole connection was to be closed.
  private(set) var ends = 0

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    context.write(data, promise: promise)
    if fillsUp { setWritable(false, context) }
  }

  func read(context: ChannelHandlerContext) {
    reads += 1
    context.read()
  }

  func flush(context: ChannelHandlerContext) {
    flushes += 1
    context.flush()
    if fillsUp { setWritable(true, context) }
  }

  private func setWritable(_ isWritable: Bool, _ context: ChannelHandlerContext) {
    guard let channel = context.channel as? EmbeddedChannel, channel.isWritable != isWritable else { return }
    channel.isWritable = isWritable
    context.fireChannelWritabilityChanged()
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode == .output else {
      ends += 1
      return delaysEnd ? () : context.close(mode: mode, promise: promise)
    }
    isOutputClosed = true
    promise?.succeed(())
    context.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
  }
}
