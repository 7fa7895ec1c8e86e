import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct KeysChange: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Change what a key may spend and do, from its next request on.",
    discussion: """
      What is not named stays as it is, and none takes a limit away. A lower limit stops new purchases and touches nothing \
      that is under way.

        tollgate keys change alice --budget day=5.00 --budget total=none
        tollgate keys change alice --generations-per-minute 30 --max-running 8
        tollgate keys change alice --team design --models "google/*" --models "bytedance/*"
        tollgate keys change alice --mode replay --no-expires
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The key's name.")
  var name: String
  @OptionGroup(title: "Access") var options: KeyOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  func validate() throws {
    guard !options.isEmpty || !limits.change.isEmpty else {
      throw ValidationError("Nothing is to be changed; name what is, such as --budget day=5.00 or --team design.")
    }
  }

  func run() async throws {
    let access = try source.access()
    if let declared = access.configuration?.keys.first(where: { $0.name == name }) {
      throw CommandFailure(
        .failure,
        "The key \"\(name)\" is declared in the configuration file (\(declared.location)); change it there and restart the "
          + "gateway.")
    }
    let change = try options.change(limits: limits.change, at: SystemTimeSource().now(), in: access.timeZone)
    let key = try await access.run {
      try await $0.changeKey(named: name, change)
    }
    Console.remark(Self.remark(on: key))
  }

  /// What the key is now.
  static func remark(on key: KeySummary) -> String {
    let words = KeyTable.words(for: key.limits)
    let facts = [
      key.team.map { "belongs to the team \($0)" }, key.models.map { "may use \($0.joined(separator: " "))" },
      key.replayOnly ? "never buys" : nil, key.expiresAt.map { "expires \(DisplayText.moment($0))" },
      "has \(words.isEmpty ? "no limits" : words.joined(separator: ", "))",
    ].compactMap(\.self)
    return "The key \(key.name) is changed. It \(facts.joined(separator: "; it ")) now."
  }
}
