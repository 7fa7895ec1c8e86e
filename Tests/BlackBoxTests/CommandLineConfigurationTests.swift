import Testing

/// A bad configuration stops the start with one sentence that names the place and the remedy, and exit code 78.
@Suite struct CommandLineConfigurationTests {
  struct Bad: Sendable, CustomTestStringConvertible {
    let name: String
    var yaml = ""
    var file = "gateway.yaml"
    var arguments: [String] = []
    var environment: [String: String] = [:]
    /// What the sentence must contain.
    let says: [String]

    var testDescription: String { name }
  }

  static let bad: [Bad] = [
    Bad(name: "unknown key", yaml: "mode: live\nserverr: {}\n", says: ["gateway.yaml:2", "serverr", "server"]),
    Bad(name: "wrong type", yaml: "server:\n  listen: [1]\n", says: ["gateway.yaml:2", "listen"]),
    Bad(
      name: "wrong type, deeper, in a file of another name", yaml: "# A comment.\n\nserver: {limits: {connections: many}}\n",
      file: "team.yaml", arguments: ["serve", "--config", "team.yaml"],
      says: ["team.yaml:3", "server.limits.connections", "many"]),
    Bad(name: "bad value", yaml: "mode: dead\n", says: ["gateway.yaml:1", "live", "replay"]),
    Bad(
      name: "missing environment variable", yaml: "upstream:\n  api_key: \"${NO_SUCH_KEY}\"\n",
      says: ["gateway.yaml:2", "NO_SUCH_KEY"]),
    Bad(
      name: "override of nothing", environment: ["TOLLGATE_SERVER_LISTN": "x"],
      says: ["TOLLGATE_SERVER_LISTN", "TOLLGATE_SERVER_LISTEN"]),
    Bad(
      name: "open access beyond this machine", yaml: "server:\n  listen: 0.0.0.0:18080\n",
      says: ["gateway.yaml:2", "0.0.0.0:18080", "tollgate keys create NAME", "127.0.0.1"]),
    Bad(
      name: "open access beyond this machine by the environment", environment: ["TOLLGATE_SERVER_LISTEN": "0.0.0.0:18080"],
      says: ["TOLLGATE_SERVER_LISTEN", "0.0.0.0:18080", "tollgate keys create NAME"]),
    Bad(
      name: "keys without an upstream key",
      yaml: "keys:\n  - name: alice\n    secret: 0123456789abcdef\nupstream:\n  api_key: \"${SHORTAPI_KEY:-}\"\n",
      says: ["gateway.yaml:5", "SHORTAPI_KEY"]),
    Bad(
      name: "a file as data folder", yaml: "storage: {path: gateway.yaml}\n",
      says: ["gateway.yaml is not a folder", "storage.path"]),
  ]

  @Test(arguments: bad)
  func stopsTheStart(_ bad: Bad) async throws {
    try await CommandLineProgram.inFolder { program in
      if !bad.yaml.isEmpty { try program.write(bad.yaml, to: bad.file) }
      let outcome = try await program.run(bad.arguments, environment: bad.environment)
      #expect(outcome.code == 78)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.wholeMatch(of: /[^\n]+[.?]\n/) != nil, "\(outcome.errors)")
      for words in bad.says { #expect(outcome.errors.contains(words), "\(outcome.errors)") }
    }
  }

  @Test func namesTheFileThatIsMissing() async throws {
    try await CommandLineProgram.inFolder { program in
      for command in [["serve"], ["config", "check"], ["keys", "list"], ["verify"]] {
        let outcome = try await program.run(command + ["--config", "absent.yaml"])
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("absent.yaml"))
      }
    }
  }

  @Test func checksAndShowsWithoutStarting() async throws {
    try await CommandLineProgram.inFolder { program in
      try program.write("server: {listen: \"127.0.0.1:9001\"}\n", to: "gateway.yaml")
      let check = try await program.run(["config", "check"])
      #expect(check.code == 0)
      #expect(check.output == "gateway.yaml is ok.\n")
      let show = try await program.run(
        ["config", "show"], environment: ["TOLLGATE_MODE": "replay", "SHORTAPI_KEY": "ak-secret"])
      #expect(show.output.contains("listen: 127.0.0.1:9001"))
      #expect(show.output.contains("TOLLGATE_MODE"))
      #expect(!show.output.contains("ak-secret"))
    }
  }
}
