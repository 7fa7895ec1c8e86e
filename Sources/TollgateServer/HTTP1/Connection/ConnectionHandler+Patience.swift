import NIOCore
import NIOHTTPTypes

extension ConnectionHandler {
  /// Notes what is waited for next.
  func awaitNext(_ context: ChannelHandlerContext) {
    switch (stage, awaited) {
    case (.between, .nothing): awaited = .request(since: context.eventLoop.now)
    case (.head, .nothing), (.head, .request): awaited = .head(since: context.eventLoop.now)
    case (.collecting, .nothing), (.passing, .nothing):
      let now = context.eventLoop.now
      awaited = .body(since: now, heard: now, received: 0)
    case (.answering, _): awaited = .nothing
    default: break
    }
    arm(context)
  }

  /// Has the clock looked at when something is due. There is one task for a connection; it is only put off when it is run.
  func arm(_ context: ChannelHandlerContext) {
    var due = deadline
    if let end = shutdownEnd { due = min(due ?? end, end) }
    if progress != nil {
      let next = context.eventLoop.now + TimeAmount(min(ConnectionLimits.stallLook, limits.stallTime))
      due = min(due ?? next, next)
    } else if hasAnswered, let since = awaited.since {
      let next = since + environment.answersLook
      due = min(due ?? next, next)
    }
    guard let due, stage != .closed else { return }
    if let nextCheck {
      guard due < nextCheck.at else { return }
      nextCheck.task.cancel()
    }
    let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.lookAtClock(context) }
    nextCheck = (task, due)
  }

  /// When what is waited for should have come.
  private var deadline: NIODeadline? {
    let usual = awaited.deadline(limits)
    guard let usual, let quiescedAt else { return usual }
    // The gateway's own time for an answer is not the client's, so that the wait for the end may begin late.
    let since = if case .end(let since, _) = awaited { max(since, quiescedAt) } else { quiescedAt }
    return min(usual, since + TimeAmount(ConnectionLimits.quiesceTime))
  }

  /// When the connection ends because the gateway shuts down, whoever is slow.
  private var shutdownEnd: NIODeadline? { quiescedAt.map { $0 + TimeAmount(limits.shutdownTime) } }

  private func lookAtClock(_ context: ChannelHandlerContext) {
    nextCheck = nil
    let now = context.eventLoop.now
    if let shutdownEnd, shutdownEnd <= now { return abandon(context) }
    if !takesAnswers(context, now) { return abandon(context) }
    if hasAnswered {
      hasAnswered = false
      noteWaiting(context)
    }
    if let deadline, deadline <= now { expire(context) }
    arm(context)
  }

  private func expire(_ context: ChannelHandlerContext) {
    if isTakingAnswers(context), !isQuiescing {
      awaited = .nothing
      awaitNext(context)
      return noteWaiting(context)
    }
    switch stage {
    case .between where isQuiescing: finish(context)
    case .head, .collecting, .passing: refuse(ErrorAnswer(.tooSlow, environment.decoderLimits), context)
    default: abandon(context)
    }
  }

  /// Whether the client is busy with taking its answers, so that what it sends may not even have been read.
  private func isTakingAnswers(_ context: ChannelHandlerContext) -> Bool {
    switch stage {
    case .between: waitingBytes(context) > 0
    case .head, .collecting: !context.channel.isWritable
    default: false
    }
  }

  // MARK: Slow readers

  /// The bytes that were written and that the client has not taken.
  func waitingBytes(_ context: ChannelHandlerContext) -> Int {
    (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  /// Begins to look whether the client takes what waits for it, if something does.
  func noteWaiting(_ context: ChannelHandlerContext) {
    guard progress == nil, stage != .closed else { return }
    let waiting = waitingBytes(context)
    guard waiting > 0 else { return }
    progress = WriteProgress(taken: written - waiting, at: context.eventLoop.now)
    arm(context)
  }

  private func takesAnswers(_ context: ChannelHandlerContext, _ now: NIODeadline) -> Bool {
    guard var progress else { return true }
    let waiting = waitingBytes(context)
    switch progress.look(
      waiting: waiting, taken: written - waiting, at: now, patience: TimeAmount(limits.stallTime))
    {
    case .done: self.progress = nil
    case .goesOn: self.progress = progress
    // Files have a patience of their own.
    case .stalled: return exchange?.sendsFile == true
    }
    return true
  }
}
