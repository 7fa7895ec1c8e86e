import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

extension ConnectionHandler {
  private static let interim: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
  private static let partSize = 16 * 1024

  /// Decodes what is held, as far as it may be decoded now.
  func process(_ context: ChannelHandlerContext) {
    guard !isProcessing else { return }
    isProcessing = true
    do throws(RequestFault) {
      if isInTheClear { throw .notEncrypted }
      while try advance(context) {}
    } catch {
      refuse(ErrorAnswer(error, environment.decoderLimits), context)
    }
    isProcessing = false
    passPartialBody(context)
    if unread.readableBytes == 0 { unread = ByteBuffer() }
  }

  /// Brings a round of reading or writing to its end.
  func settle(_ context: ChannelHandlerContext) {
    flushAnswers(context)
    if hasPassed {
      hasPassed = false
      context.fireChannelReadComplete()
    }
    if inputEnded { inputHasEnded(context) }
    awaitNext(context)
    resumeReading(context)
  }

  /// Makes one step.
  ///
  /// - Returns: whether another one may be possible.
  private func advance(_ context: ChannelHandlerContext) throws(RequestFault) -> Bool {
    switch stage {
    case .between, .head:
      // Flushing in between may find that the connection has ended.
      guard unread.readableBytes > 0, mayAnswer(context), !isOver else { return false }
      switch try nextStep(in: unread) {
      case .head(let size):
        headArrived(size, context)
        return true
      case .skip(let count):
        unread.moveReaderIndex(forwardBy: count)
        stage = .between
        return true
      case .more, .body, .end:
        stage = .head
        return false
      }
    case .collecting(let size):
      guard unread.readableBytes >= size + collectable else { return false }
      answerInstantly(size, context)
      return true
    case .passing:
      switch try nextStep(in: unread) {
      case .more, .head: return false
      case .skip(let count): unread.moveReaderIndex(forwardBy: count)
      case .body(let count): passBody(count, context)
      case .end: endRequest(context)
      }
      return true
    case .answering, .finishing, .lingering, .closed: return false
    }
  }

  private func nextStep(in bytes: borrowing ByteBuffer) throws(RequestFault) -> RequestDecoder.Step {
    try decoder.next(bytes.readableBytesUInt8Span)
  }

  /// Whether the client takes its answers, so that another one may be made.
  private func mayAnswer(_ context: ChannelHandlerContext) -> Bool {
    if answers.readableBytes >= ConnectionLimits.answersTogether {
      flushAnswers(context)
      noteWaiting(context)
    }
    return context.channel.isWritable
  }

  /// Whether the connection ends with the answer to the request that was read last.
  private var closesBehindRequest: Bool {
    isQuiescing || !decoder.head.keepsAlive || requests >= limits.requests
  }

  // MARK: The instant lane

  /// The length of a body that may be collected; ``Int/max`` for one that may not.
  private var collectable: Int {
    switch decoder.head.bodyLength {
    case .none: 0
    case .bytes(let count): count <= min(ConnectionLimits.collectedBody, environment.bodyLimit) ? count : .max
    case .chunked: .max
    }
  }

  private func headArrived(_ size: Int, _ context: ChannelHandlerContext) {
    requests += 1
    awaited = .nothing
    decoder.head.isFromTrustedProxy = isFromTrustedProxy
    guard let answerer = environment.answerer, collectable < .max else { return passToMainLane(size, context) }
    let isWhole = unread.readableBytes >= size + collectable
    lendBytes(size)
    let isForAnswerer = answerer.mayAnswer(decoder.head) && (isWhole || answerer.mayCollect(decoder.head))
    decoder.head.bytes = ByteBuffer()
    guard isForAnswerer else { return passToMainLane(size, context) }
    guard !isWhole else { return answerInstantly(size, context) }
    guard environment.collected.reserve(collectable) else { return passToMainLane(size, context) }
    reservedBytes = collectable
    stage = .collecting(size: size)
    if decoder.head.expectsContinue { writeInterim(context) }
  }

  private func answerInstantly(_ size: Int, _ context: ChannelHandlerContext) {
    environment.collected.giveBack(reservedBytes)
    reservedBytes = 0
    let end = size + collectable
    let closes = closesBehindRequest
    if answers.readableBytes == 0 { answers.clear() }
    let mark = answers.writerIndex
    lendBytes(size)
    let isAnswered =
      environment.answerer?.answer(
        decoder.head, body: unread.readableBytesUInt8Span.extracting(size..<end), closes: closes, into: &answers) ?? false
    decoder.head.bytes = ByteBuffer()
    guard isAnswered else {
      answers.moveWriterIndex(to: mark)
      return passToMainLane(size, context)
    }
    unread.moveReaderIndex(forwardBy: end)
    decoder.reset()
    stage = .between
    awaited = .nothing
    if closes { finish(context) }
  }

  /// Lets the head refer to its bytes. They are not copied, so that this has to be undone before more is read.
  private func lendBytes(_ size: Int) {
    decoder.head.bytes = unread.getSlice(at: unread.readerIndex, length: size) ?? ByteBuffer()
  }

  /// Writes the instant answers, without flushing.
  func writeAnswers(_ context: ChannelHandlerContext) {
    guard answers.readableBytes > 0 else { return }
    written += answers.readableBytes
    needsFlush = true
    context.write(wrapOutboundOut(.byteBuffer(answers)), promise: nil)
    // The room serves the next ones, unless it is much.
    answers.moveReaderIndex(to: answers.writerIndex)
    if answers.capacity > 2048 { answers = ByteBuffer() }
  }

  func flushAnswers(_ context: ChannelHandlerContext) {
    writeAnswers(context)
    guard needsFlush else { return }
    needsFlush = false
    hasAnswered = true
    context.flush()
  }

  // MARK: The main lane

  private func passToMainLane(_ size: Int, _ context: ChannelHandlerContext) {
    let head = decoder.head
    lendBytes(size)
    let request = decoder.head.request(scheme: environment.transport.isSecure ? "https" : "http")
    decoder.head.bytes = ByteBuffer()
    guard var request else {
      return refuse(ErrorAnswer(.badRequestLine, environment.decoderLimits), context)
    }
    if isFromTrustedProxy { request.believe(ForwardedFields(request.headerFields)) }
    unread.moveReaderIndex(forwardBy: size)
    writeAnswers(context)
    stage = .passing
    exchange = Exchange(isHTTP10: head.isHTTP10, isHead: head.method == .head, closes: closesBehindRequest)
    hasPassed = true
    context.fireChannelRead(wrapInboundOut(.head(request)))
    if head.expectsContinue, unread.readableBytes == 0, decoder.missingBody ?? 0 <= environment.bodyLimit {
      writeInterim(context)
    }
  }

  private func writeInterim(_ context: ChannelHandlerContext) {
    writeAnswers(context)
    var buffer = context.channel.allocator.buffer(capacity: Self.interim.utf8CodeUnitCount)
    buffer.writeStaticString(Self.interim)
    written += buffer.readableBytes
    context.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
  }

  private func passBody(_ count: Int, _ context: ChannelHandlerContext) {
    guard var part = unread.readSlice(length: count) else { return }
    guard decoder.head.bodyLength == .chunked else { return passPart(part, context) }
    partialBody.writeBuffer(&part)
    if partialBody.readableBytes >= Self.partSize { passPartialBody(context) }
  }

  private func passPartialBody(_ context: ChannelHandlerContext) {
    guard partialBody.readableBytes > 0 else { return }
    let part = partialBody
    partialBody = ByteBuffer()
    passPart(part, context)
  }

  private func passPart(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
    hasPassed = true
    context.fireChannelRead(wrapInboundOut(.body(part)))
  }

  private func endRequest(_ context: ChannelHandlerContext) {
    passPartialBody(context)
    guard let exchange, !isOver else { return }
    decoder.reset()
    awaited = .nothing
    stage = .answering
    if exchange.isEnded {
      self.exchange = nil
      stage = .between
    }
    hasPassed = true
    context.fireChannelRead(wrapInboundOut(.end(nil)))
    if exchange.isEnded, exchange.closes { finish(context) }
  }
}
