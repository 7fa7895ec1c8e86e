import TollgateCore
import TollgateEngine

extension Simulation {
  /// An unknown is bought again only where somebody said so (I7).
  func checkResends() {
    let resends = disk.state.resends
    let asked = resends.count { !$0.isConfigured }
    if asked > askedResends { violate("I7: \(asked) unknowns were bought again, and \(askedResends) were asked for") }
    if policy.onUnknown == .refuse, asked < resends.count { violate("I7: an unknown was bought again by a policy that refuses") }
  }

  /// What was refused or failed counts against no rate.
  func checkRates(_ life: GatewayLife) {
    // Whose commit has ended may still have to give back what it had counted.
    guard executor.readyCount == 0, !life.store.hasFailed else { return }
    for (place, stored) in declaration.keys.enumerated() where mayBeLimited(stored.key) {
      for status in life.rateStatus(ofKey: place) where status.kind == .generations {
        let own = purchaseTimes.filter { status.scope == .gateway || $0.key == stored.key.id }
        let remaining = Self.remaining(of: status.limit, after: own.map(\.at), at: time.uptime())
        if status.remaining < remaining {
          violate("R: \(status.scope) has \(status.remaining) purchases left in this minute, and should have \(remaining)")
        }
      }
    }
  }

  private func mayBeLimited(_ key: Key) -> Bool {
    policy.rate.generationsPerMinute != nil || key.limits.rate.generationsPerMinute != nil
  }

  /// What a bucket of `limit` tokens has left that fills within a minute and gave one token at each of these times.
  private static func remaining(of limit: Int, after times: [Duration], at now: Duration) -> Int {
    let minute: Duration = .seconds(60)
    var full = Duration.zero
    for time in times { full = max(full, time) + minute / limit }
    return Int((minute - max(.zero, full - now)) / (minute / limit))
  }
}
