import TollgateCore
import TollgateEngine

/// Sees that creates are held back as long as the gateway says that the upstream is not there (A2): what had its turn before may
/// still arrive, and after each pause a single one. It looks at what arrives at the upstream, and not at who gets a turn.
struct OutageWatch {
  private var phase: HealthReport.Upstream.Outage.Phase?
  /// Creates that may arrive yet.
  private var expected = 0
  /// When the next one may have its turn, if nothing shows before that the upstream is there again.
  private var pauseEnd: Duration = .zero
  private var signsOfLife = 0

  /// Looks once more, after one step of anybody.
  ///
  /// - Parameters:
  ///   - outage: what the gateway says.
  ///   - turns: creates that have their turn now.
  ///   - underWay: those of them that have arrived and are not answered.
  ///   - arrivals: how many have arrived in this step.
  ///   - signsOfLife: answers that the upstream has given since its beginning.
  ///   - now: the uptime.
  /// - Returns: what is wrong.
  mutating func look(
    at outage: UpstreamOutage, turns: Int, underWay: Int, arrivals: Int, signsOfLife: Int, now: Duration
  ) -> [String] {
    var complaints: [String] = []
    if phase == .waiting || phase == .probing {
      expected -= arrivals
      if expected < 0 { complaints.append("A2: a create is sent while the upstream is known not to be there") }
    }
    switch (phase, outage.phase) {
    case (.waiting, .waiting), (.probing, .probing): break
    case (_, .waiting):
      expected = turns - underWay
      pauseEnd = now + (outage.pause ?? .zero)
      self.signsOfLife = signsOfLife
    case (.waiting, .probing):
      expected += 1
      if now < pauseEnd, signsOfLife == self.signsOfLife {
        complaints.append("A2: a create has its turn \(pauseEnd - now) before the pause is over")
      }
    default: expected = 0
    }
    phase = outage.phase
    return complaints
  }
}
