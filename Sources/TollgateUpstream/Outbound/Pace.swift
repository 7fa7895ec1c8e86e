import NIOConcurrencyHelpers
import NIOCore

/// Keeps the deadlines of one connection: it is the handler next to the socket, sees when bytes are waited for and when they
/// come, and closes where that takes too long.
final class Pace: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Any

  private let limits: PaceLimits
  private let verdict: NIOLockedValueBox<OutboundFailure?>
  private var context: ChannelHandlerContext?
  private var timers: [() -> Void] = []
  /// Whether the head has come, so that the limits of the body hold.
  private var isInBody = false
  /// Since when bytes are waited for. While the reader has enough, nothing is.
  private var waitingSince: NIODeadline?
  private var waited = TimeAmount.zero
  private var bytes = 0

  /// - Parameters:
  ///   - limits: the deadlines.
  ///   - verdict: gets the failure where one is over.
  init(limits: PaceLimits, verdict: NIOLockedValueBox<OutboundFailure?>) {
    self.limits = limits
    self.verdict = verdict
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let head = context.eventLoop.scheduleTask(deadline: limits.head) {
      if !bound.value.isInBody { bound.value.end(.late) }
    }
    let end = context.eventLoop.scheduleTask(deadline: limits.end) { bound.value.end(.endless) }
    let step = max(.milliseconds(5), TimeAmount.nanoseconds(min(limits.idle, limits.period).nanoseconds / 8))
    let look = context.eventLoop.scheduleRepeatedTask(initialDelay: step, delay: step) { _ in bound.value.look() }
    timers = [{ head.cancel() }, { end.cancel() }, { look.cancel() }]
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    for cancel in timers { cancel() }
    timers = []
    self.context = nil
  }

  func read(context: ChannelHandlerContext) {
    if waitingSince == nil { waitingSince = .now() }
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytes += unwrapInboundIn(data).readableBytes
    if let start = waitingSince { waited = waited + (.now() - start) }
    waitingSince = nil
    context.fireChannelRead(data)
  }

  /// Begins to count the body.
  func beginBody() {
    isInBody = true
    waited = .zero
    bytes = 0
    if waitingSince != nil { waitingSince = .now() }
  }

  /// Closes the connection under whatever is above, such as TLS, which would say goodbye and wait for an answer.
  func abort() { context?.close(promise: nil) }

  private func look() {
    guard isInBody, let start = waitingSince else { return }
    let current = NIODeadline.now() - start
    if current >= limits.idle { return end(.stalled) }
    guard waited + current >= limits.period else { return }
    if bytes < limits.minimumBytes { return end(.slow) }
    waited = .zero
    bytes = 0
    waitingSince = .now()
  }

  private func end(_ failure: OutboundFailure) {
    verdict.withLockedValue { $0 = $0 ?? failure }
    abort()
  }
}
