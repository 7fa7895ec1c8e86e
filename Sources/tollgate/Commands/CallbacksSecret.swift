import ArgumentParser
import TollgateCore

struct CallbacksSecret: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secret", abstract: "Print what a key's callbacks are signed with, for the receiver.",
    discussion: """
      It is the key's callback_secret in gateway.yaml, or one of its own that this gateway has made. Without any key it is \
      that of all programs on this machine.

        tollgate callbacks secret alice
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The key's name.")
  var name: String?

  func run() async throws {
    let secret = try await source.access().run {
      try await $0.callbackSecret(ofKeyNamed: name)
    }
    Console.result(secret.secret)
  }
}
