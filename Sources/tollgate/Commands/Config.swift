import ArgumentParser

struct Config: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the configuration, or show what is in force.",
    discussion: """
        tollgate config check --config gateway.yaml
        TOLLGATE_SERVER_LISTEN=127.0.0.1:9000 tollgate config show
      """,
    subcommands: [ConfigCheck.self, ConfigShow.self])
}
