import NIOCore

/// What an answer may cost in time. Only the time in which the other side is waited for counts, so that a slow disk of ours is
/// not taken for a slow server.
struct PaceLimits: Sendable {
  /// When the answer's head has to be there.
  var head: NIODeadline
  /// When all of the answer has to be there.
  var end: NIODeadline
  /// The longest wait for further bytes of the body.
  var idle: TimeAmount
  /// The fewest bytes of the body in each period of waiting.
  var minimumBytes = 0
  /// How much waiting is one period.
  var period: TimeAmount
}
