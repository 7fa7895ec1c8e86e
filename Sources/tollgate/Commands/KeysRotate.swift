import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct KeysRotate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Give a key a new secret and print it, this one time.",
    discussion: """
      The secret is the only line on standard output. The old secret stays valid for the overlap, so that it can be replaced \
      wherever it is used; of two rotations within one overlap the second ends the oldest secret at once. The key's jobs, \
      limits and history stay.

        tollgate keys rotate alice
        tollgate keys rotate alice --overlap 7d
        tollgate keys rotate alice --overlap 0s    if it got into wrong hands
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The key's name.")
  var name: String
  @Option(
    help: ArgumentHelp(
      "How long the old secret stays valid, 0s to 30d; 24h where it is not given.", valueName: "duration"),
    transform: Self.rotation)
  var overlap: KeyRotation?

  func run() async throws {
    let access = try source.access()
    if let declared = access.configuration?.keys.first(where: { $0.name == name }) {
      throw CommandFailure(
        .failure,
        "The key \"\(name)\" is declared in \(declared.location); give it another secret there and restart the gateway.")
    }
    let created = try await access.run {
      try await $0.rotateKey(named: name, overlap ?? KeyRotation())
    }
    Console.result(created.secret)
    Console.remark(
      "The key \(name) has a new secret. It is shown this one time; keep it where you keep passwords. "
        + Self.remark(on: created.key))
  }

  /// What becomes of the old secret.
  static func remark(on key: KeySummary) -> String {
    guard let end = key.formerSecretUntil else { return "The old one is refused from now on." }
    return "The old one is accepted until \(DisplayText.moment(end)); replace it wherever it is used."
  }

  /// The rotation with an overlap such as `24h`.
  static func rotation(_ text: String) throws -> KeyRotation {
    let rotation = KeyRotation(overlap: try ArgumentReading.duration(text))
    do { try rotation.check() } catch {
      throw ValidationError("\"\(text)\" is no overlap; write 0s to 30d in whole seconds, such as 24h.")
    }
    return rotation
  }
}
