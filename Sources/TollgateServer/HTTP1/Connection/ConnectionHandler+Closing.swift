import NIOCore
import NIOHTTP1
import NIOHTTPTypes

extension ConnectionHandler {
  /// Whether the last answer is written, so that nothing may follow.
  var isOver: Bool { stage == .finishing || stage == .lingering || stage == .closed }

  /// Answers in place of everybody else, and ends the connection.
  func refuse(_ answer: ErrorAnswer, _ context: ChannelHandlerContext) {
    guard !isOver else { return }
    partialBody = ByteBuffer()
    if exchange?.isHeadWritten == true {
      // The answer that was begun is the last one.
      exchange?.closes = true
      stage = .answering
      awaited = .nothing
      unread = ByteBuffer()
      if exchange?.isEnded == true { finish(context) }
    } else {
      writeAnswers(context)
      var buffer = context.channel.allocator.buffer(capacity: 512)
      answer.write(to: decoder.head, into: &buffer)
      written += buffer.readableBytes
      context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
      finish(context)
    }
    // It ends the main lane's waiting for the body.
    if exchange != nil { context.fireErrorCaught(HTTPParserError.invalidEOFState) }
  }

  /// Ends the connection behind the last answer. The client is told that nothing more comes; then what it still sends is dropped,
  /// because a connection that is closed before is reset, and the answer might be lost with it.
  func finish(_ context: ChannelHandlerContext) {
    guard !isOver else { return }
    writeAnswers(context)
    context.flush()
    stage = .finishing
    awaited = .nothing
    dropped += unread.readableBytes
    release()
    let done = context.eventLoop.makePromise(of: Void.self)
    let isolated = done.futureResult.assumeIsolated()
    if inputEnded {
      // With both sides ended at once, what waits to be written would be lost.
      isolated.whenComplete { _ in context.close(promise: nil) }
      context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: done)
    } else {
      isolated.whenFailure { _ in context.close(promise: nil) }
      context.close(mode: .output, promise: done)
    }
    guard stage == .finishing else { return }
    noteWaiting(context)
    context.read()
  }

  /// The last answer has gone to the client.
  func outputHasEnded(_ context: ChannelHandlerContext) {
    guard stage == .finishing else { return }
    guard !inputEnded else { return context.close(promise: nil) }
    stage = .lingering
    progress = nil
    awaited = .end(since: context.eventLoop.now, heard: context.eventLoop.now)
    arm(context)
    context.read()
  }

  /// The client has ended its side. Whole requests are still answered.
  func inputHasEnded(_ context: ChannelHandlerContext) {
    switch stage {
    case .between, .head, .collecting:
      // What the client's slowness holds back is decoded when it has read its answers.
      if context.channel.isWritable { finish(context) }
    case .passing: refuse(ErrorAnswer(.incomplete, environment.decoderLimits), context)
    case .lingering: context.close(promise: nil)
    case .answering, .finishing, .closed: break
    }
  }

  /// The gateway is shut down: what has begun is answered, and nothing more.
  func quiesce(_ context: ChannelHandlerContext) {
    quiescedAt = context.eventLoop.now
    exchange?.closes = true
    guard stage == .between, unread.readableBytes == 0 else { return arm(context) }
    if waitingBytes(context) == 0 { return context.close(promise: nil) }
    finish(context)
    arm(context)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    switch mode {
    case .input: context.close(mode: mode, promise: promise)
    case .output:
      // The main lane is done with the connection.
      finish(context)
      promise?.succeed(())
    case .all:
      guard stage == .finishing || stage == .lingering else { return context.close(mode: mode, promise: promise) }
      // The client still reads the last answer.
      context.channel.closeFuture.cascade(to: promise)
    }
  }
}
