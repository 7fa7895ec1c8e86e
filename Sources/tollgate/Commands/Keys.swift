import ArgumentParser

struct Keys: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give out, limit, list, rotate and revoke the gateway's own keys.",
    discussion: """
      Without any key the gateway serves this machine only, and everybody on it. With the first key that ends for good: from \
      then on every request needs one (Authorization: Bearer ...), and the gateway buys with its own ShortAPI key \
      (SHORTAPI_KEY).

      Keys that are declared in gateway.yaml are changed there and nowhere else.
      """,
    subcommands: [KeysCreate.self, KeysList.self, KeysShow.self, KeysChange.self, KeysRotate.self, KeysRevoke.self])
}
