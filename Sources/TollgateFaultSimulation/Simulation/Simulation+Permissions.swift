import TollgateCore
import TollgateEngine

extension Simulation {
  /// An unknown is bought again only where somebody said so (I7).
  func checkResends() {
    let resends = disk.state.resends
    let asked = resends.count { !$0.isConfigured }
    if asked > askedResends { violate("I7: \(asked) unknowns were bought again, and \(askedResends) were asked for") }
    if policy.onUnknown == .refuse, asked < resends.count {
      violate("I7: an unknown was bought again by a policy that refuses")
    }
  }
}
