/// How often running jobs are asked about: growing pauses with jitter, until the gateway gives up.
package struct PollingPace: Sendable, Equatable {
  /// The pause before the first question. Default 1 s.
  package var first: Duration = .seconds(1)
  /// What each pause is multiplied by for the next. Default 1.5.
  package var factor = 1.5
  /// The longest pause. Default 10 s.
  package var maximum: Duration = .seconds(10)
  /// How long a job may run before it counts as stalled. Default 60 min.
  package var giveUp: Duration = .seconds(3600)
  /// Questions in flight at the same time. Default 256: ten thousand jobs every ten seconds are a thousand questions a second,
  /// and an upstream far away takes a quarter of one for each.
  package var concurrency = 256

  package init() {}

  /// Pauses vary by a fifth each way, so that jobs which began together are not asked about together.
  static let jitter = 0.8...1.2
  /// A job is not given up before it was asked about so often.
  static let fewestAttempts = 3
  /// How often a stalled job, or a failed one whose refund is still out, is asked about.
  static let slowPause: Duration = .seconds(3600)
  /// The pause after a question without an answer while creates are held back because the upstream is not there.
  static let pauseInOutage: Duration = .seconds(30)
  /// How long a failed job's refund is waited for before the slow pace begins.
  static let firstRefundPause: Duration = .seconds(60)
  /// When the slow questions end.
  static let slowEnd: Duration = .seconds(7 * 24 * 3600)
  /// After a restart the first questions are spread so that no more than this many fall into a second: ten thousand jobs take
  /// half a minute, and an upstream that has just come back is not run over.
  static let restartRatePerSecond = 333.0

  /// The longest time for which questions wait so that several are asked together.
  static let longestTick: Duration = .milliseconds(50)

  /// When a question is due that comes after a pause: a little later, where that is, by which a loop that looks after many jobs
  /// is woken once for those that are due at nearly the same time.
  static func due(after pause: Duration, atUptime now: Duration) -> Duration {
    let tick = min(pause / 20, longestTick)
    guard tick > .zero else { return now + pause }
    return tick * ((now + pause) / tick).rounded(.up)
  }

  /// The pause after `attempts` questions, before jitter.
  func pause(afterAttempts attempts: Int) -> Duration {
    var pause = first
    for _ in 0..<min(attempts, 200) {
      pause = pause * factor
      if pause >= maximum { return maximum }
    }
    return min(pause, maximum)
  }
}
