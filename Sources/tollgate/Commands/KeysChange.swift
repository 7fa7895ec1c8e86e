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
      """)

  @OptionGroup var source: ConfigurationOption
  @Argument(help: "The key's name.")
  var name: String
  @OptionGroup(title: "Limits") var limits: LimitOptions

  func validate() throws {
    guard !limits.change.isEmpty else {
      throw ValidationError("Nothing is to be changed; name a limit, such as --budget day=5.00.")
    }
  }

  func run() async throws {
    let configuration = try source.load()
    if let declared = configuration.keys.first(where: { $0.name == name }) {
      throw CommandFailure(
        .failure,
        "The key \"\(name)\" is declared in the configuration file (\(declared.location)); change it there and restart the "
          + "gateway.")
    }
    let key = try await AdministrationAccess(configuration: configuration).run {
      try await $0.changeKey(named: name, KeyChange(limits: limits.change))
    }
    let words = KeyTable.words(for: key.limits)
    Console.remark("The key \(name) is changed. It has \(words.isEmpty ? "no limits" : words.joined(separator: ", ")) now.")
  }
}
