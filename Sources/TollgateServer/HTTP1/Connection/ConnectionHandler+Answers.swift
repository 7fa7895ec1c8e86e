import NIOCore
import NIOHTTP1
import NIOHTTPTypes

extension ConnectionHandler {
  /// The main lane begins its answer.
  ///
  /// - Parameter closes: whether it wants the connection closed.
  /// - Returns: the terms of the answer; `nil` where it may not be written.
  func beginAnswer(closes: Bool) -> Exchange? {
    guard var exchange, !exchange.isHeadWritten, !isOver else { return nil }
    exchange.isHeadWritten = true
    exchange.closes = exchange.closes || closes || isQuiescing || restIsTooMuch
    self.exchange = exchange
    return exchange
  }

  /// Whether the rest of a request that is answered before it has come is more than a connection
  /// is kept for.
  private var restIsTooMuch: Bool {
    guard stage == .passing else { return false }
    return decoder.missingBody.map { $0 - unread.readableBytes > ConnectionLimits.unreadBody } ?? true
  }

  /// Whether the main lane is in the middle of an answer that may be written.
  var isAnswering: Bool {
    guard let exchange else { return false }
    return exchange.isHeadWritten && !exchange.isEnded && !isOver
  }

  /// A file's bytes follow, whose sender has a patience of its own.
  func beginFile() { exchange?.sendsFile = true }

  /// The main lane has ended its answer; what it has written is flushed next.
  func endAnswer() { exchange?.isEnded = true }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isOver else {
      promise?.fail(ChannelError.outputClosed)
      return
    }
    let bytes = unwrapOutboundIn(data)
    written += bytes.readableBytes
    context.write(data, promise: promise)
  }

  func flush(context: ChannelHandlerContext) {
    context.flush()
    noteWaiting(context)
    guard let exchange, exchange.isEnded, !isOver else { return }
    if exchange.closes {
      finish(context)
    } else if stage == .answering {
      self.exchange = nil
      stage = .between
      guard !isProcessing else { return }
      process(context)
      settle(context)
    }
  }
}
