import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import TollgateCore

/// One client's connection: reads its requests, has them answered at once or by the main lane, one after the other, and ends it.
///
/// It stands at the head of the pipeline, or behind TLS. Behind an unanswered request nothing is decoded, so that every answer, also a refusal,
/// comes in the order of the requests.
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  enum Stage: Equatable {
    /// Nothing of a request has come.
    case between
    case head
    /// The answerer may know the answer, and the body is on its way. The head has `size` bytes.
    case collecting(size: Int)
    /// The main lane has the head, and the body is on its way.
    case passing
    /// The main lane has the whole request.
    case answering
    /// The last answer is being written; what comes is dropped.
    case finishing
    /// The last answer was written, and the client has still to end its side.
    case lingering
    case closed
  }

  let environment: ConnectionEnvironment
  var decoder: RequestDecoder
  var stage = Stage.between
  /// What was read and not consumed.
  var unread = ByteBuffer()
  /// The request that the main lane answers.
  var exchange: Exchange?
  /// Instant answers that are not written yet.
  var answers = ByteBuffer()
  /// Whether instant answers are written that are not flushed yet.
  var needsFlush = false
  /// Whether instant answers were flushed since it was looked at whether the client takes them.
  var hasAnswered = false
  /// The content of chunks on its way to the main lane.
  var partialBody = ByteBuffer()
  /// The room that is reserved for a body that is collected.
  var reservedBytes = 0
  var requests = 0
  var dropped = 0
  var isProcessing = false
  /// Whether the main lane was given something that it has not been told the end of.
  var hasPassed = false
  /// Whether a wish to read was put off.
  var wantsRead = false
  /// When the gateway began to shut down.
  var quiescedAt: NIODeadline?
  /// Whether the client has ended its side.
  var inputEnded = false
  /// Whether it is to be encrypted, and the client does not.
  var isInTheClear = false
  /// Whether a proxy is at the other end that is believed.
  private(set) var isFromTrustedProxy = false
  /// The connection's place among those of its address.
  private var place: ConnectionsPerAddress.Place?

  // Patience.
  var awaited = Awaited.nothing
  var progress: WriteProgress?
  /// All bytes that were written.
  var written = 0
  var nextCheck: (task: Scheduled<Void>, at: NIODeadline)?

  init(environment: ConnectionEnvironment) {
    self.environment = environment
    decoder = RequestDecoder(limits: environment.decoderLimits)
  }

  var limits: ConnectionLimits { environment.limits }
  var isQuiescing: Bool { quiescedAt != nil }

  // MARK: The connection's life

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    let transport = environment.transport
    if !transport.trustedProxies.isEmpty {
      isFromTrustedProxy = transport.trustedProxies.contains(Peer(context.remoteAddress, overSocket: transport.isSocket))
    }
    // A proxy has the connections of all its clients.
    if !isFromTrustedProxy, let perAddress = environment.perAddress, place == nil {
      place = perAddress.enter(context.remoteAddress)
      guard place != nil else { return context.close(promise: nil) }
    }
    awaited = .head(since: context.eventLoop.now)
    arm(context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context)
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end(context) }

  /// Closes a connection that has used its patience up. TLS still says goodbye to it, and is not waited for.
  func abandon(_ context: ChannelHandlerContext) {
    stop()
    context.close(promise: nil)
  }

  private func end(_ context: ChannelHandlerContext) {
    stop()
    if let place { environment.perAddress?.leave(place) }
    place = nil
  }

  /// Nothing is decoded, answered or waited for any more.
  private func stop() {
    stage = .closed
    awaited = .nothing
    progress = nil
    nextCheck?.task.cancel()
    nextCheck = nil
    release()
  }

  /// Lets go of what was held.
  func release() {
    unread = ByteBuffer()
    environment.collected.giveBack(reservedBytes)
    reservedBytes = 0
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent: quiesce(context)
    case ChannelEvent.inputClosed:
      // The main lane need not know: it gets whole requests, or an error.
      inputEnded = true
      return inputHasEnded(context)
    case ChannelEvent.outputClosed: outputHasEnded(context)
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    switch stage {
    case .finishing, .lingering, .closed:
      dropped += bytes.readableBytes
      if case .end(let since, _) = awaited { awaited = .end(since: since, heard: context.eventLoop.now) }
      return
    default: break
    }
    if case .body(let since, _, let received) = awaited {
      awaited = .body(since: since, heard: context.eventLoop.now, received: received + bytes.readableBytes)
    }
    if unread.readableBytes > ConnectionLimits.held, !mayDecode(context) { return dropUnread(context) }
    if unread.readableBytes == 0 {
      unread = bytes
    } else {
      unread.discardReadBytes()
      unread.writeBuffer(&bytes)
    }
    process(context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    settle(context)
    switch stage {
    case .finishing, .lingering: if mayRead(context) { context.read() }
    default: break
    }
  }

  func read(context: ChannelHandlerContext) {
    guard mayRead(context) else {
      wantsRead = true
      return
    }
    context.read()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    // In the middle of a write or a flush of its own, whoever has begun to process goes on, and settles afterwards.
    if context.channel.isWritable, !isProcessing {
      process(context)
      settle(context)
    }
    context.fireChannelWritabilityChanged()
  }

  private func mayRead(_ context: ChannelHandlerContext) -> Bool {
    switch stage {
    // Who sends a whole body before it reads an answer must not be waited for.
    case .passing: true
    case .between, .head, .collecting: context.channel.isWritable
    case .answering: context.channel.isWritable && unread.readableBytes < ConnectionLimits.held
    case .finishing, .lingering: dropped < ConnectionLimits.dropped
    case .closed: false
    }
  }

  /// Whether what comes may be decoded now, and need not be held.
  private func mayDecode(_ context: ChannelHandlerContext) -> Bool {
    switch stage {
    case .between, .head: context.channel.isWritable
    case .collecting, .passing: true
    case .answering, .finishing, .lingering, .closed: false
    }
  }

  /// Drops what came though nobody asked for it: when a client ends its side, the socket is read to its end at once, and that
  /// may be megabytes. With a gap in what it sent, the answer under way is the last one.
  private func dropUnread(_ context: ChannelHandlerContext) {
    if exchange == nil { finish(context) } else { exchange?.closes = true }
  }

  func resumeReading(_ context: ChannelHandlerContext) {
    guard wantsRead, mayRead(context) else { return }
    wantsRead = false
    context.read()
  }
}
