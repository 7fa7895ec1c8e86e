import NIOCore

/// What a connection waits for from its client, and since when.
enum Awaited: Equatable {
  case nothing
  /// The rest of a head, or the first request at all.
  case head(since: NIODeadline)
  /// The rest of a body, of which so many bytes have come, the last ones then.
  case body(since: NIODeadline, heard: NIODeadline, received: Int)
  /// Another request.
  case request(since: NIODeadline)
  /// The end, after the last answer; the last bytes came then.
  case end(since: NIODeadline, heard: NIODeadline)

  /// Since when it is waited for.
  var since: NIODeadline? {
    switch self {
    case .nothing: nil
    case .head(let since), .request(let since), .body(let since, _, _), .end(let since, _): since
    }
  }

  /// When it should have come; `nil` where nothing is waited for.
  func deadline(_ limits: ConnectionLimits) -> NIODeadline? {
    switch self {
    case .nothing: nil
    case .head(let since): since + TimeAmount(limits.headerTime)
    case .body(let since, let heard, let received):
      min(
        since + max(TimeAmount(limits.bodyTime), .nanoseconds(1_000_000_000 / Int64(limits.bodyRate) * Int64(received))),
        heard + TimeAmount(limits.bodyTime))
    case .request(let since): since + TimeAmount(limits.idleTime)
    case .end(let since, let heard):
      min(since + TimeAmount(ConnectionLimits.dropTime), heard + TimeAmount(ConnectionLimits.dropSilence))
    }
  }
}
