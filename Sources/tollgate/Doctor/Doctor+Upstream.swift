import TollgateConfiguration
import TollgateCore
import TollgateUpstream

// What is at the other end.
extension Doctor {
  /// More is noticed in signatures and dates.
  private static let muchOff: Duration = .seconds(30)
  /// In open mode each caller brings a key.
  private static let noKey = Secret("tollgate-doctor-has-no-key")

  /// Whether the upstream is there and takes the key, asked with a question that buys nothing; and what its clock says.
  func upstreamFindings() async -> [DoctorFinding] {
    let address = configuration.upstream.baseURL
    let key = configuration.upstream.apiKey
    let look = await ShortAPIClient.withClient(configuration: configuration.upstreamSettings(version: Tollgate.version)) {
      await $0.look(credential: key ?? Self.noKey)
    }
    let finding: DoctorFinding =
      switch look.finding {
      case .answers: .ok("upstream", "\(address) answers" + (key == nil ? "." : ", and takes the key."))
      case .refusesKey where key == nil: .ok("upstream", "\(address) answers; there is no key of its own to try.")
      case .refusesKey(let status):
        .problem(
          "upstream", "\(address) refuses the key with \(status) (\(configuration.origin(of: "upstream.api_key"))).",
          "Set a valid SHORTAPI_KEY, and restart the gateway.")
      case .fails(let status):
        .problem("upstream", "\(address) answers, with \(status).", "Wait, and ask ShortAPI; creates may come to nothing now.")
      case .silent(let reason):
        .problem(
          "upstream", "\(address) does not answer: \(reason) (\(configuration.origin(of: "upstream.base_url"))).",
          "Check the address, name resolution, the firewall and proxies on the way.")
      }
    return [finding] + clockFindings(look.clockAhead)
  }

  private func clockFindings(_ ahead: Duration?) -> [DoctorFinding] {
    guard let ahead else { return [] }
    guard abs(ahead.components.seconds) >= Self.muchOff.components.seconds else {
      return [.ok("clock", "It agrees with the upstream's.")]
    }
    let by = DisplayText.duration(.seconds(abs(ahead.components.seconds)))
    return [
      .attention(
        "clock", "It is \(by) \(ahead > .zero ? "behind" : "ahead of") the upstream's.",
        "Set it, and keep it set (timedatectl set-ntp true): budgets of a day end by it, and callbacks are signed with its time."
      )
    ]
  }
}
