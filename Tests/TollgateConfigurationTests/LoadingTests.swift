import Foundation
import Testing
import TollgateConfiguration
import TollgateCore
import TollgateTestSupport

@Suite struct LoadingTests {
  private func problems(_ path: String) -> [String] {
    do throws(ConfigurationError) {
      _ = try GatewayConfiguration.load(file: path, environment: [:])
      return []
    } catch {
      return error.problems
    }
  }

  @Test func aFile() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let file = folder.appending(path: "a.yaml")
      try Data("mode: replay\nkeys: [{name: a, secret: 0123456789abcdef}]".utf8).write(to: file)
      let configuration = try GatewayConfiguration.load(file: file.path, environment: ["TOLLGATE_LOG_LEVEL": "error"])
      #expect(configuration.mode == .replay && configuration.log.level == .error)
      #expect("\(configuration.keys[0].location)" == "\(file.path):2")
    }
  }

  @Test func whatIsNoFile() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let missing = folder.appending(path: "none.yaml").path
      #expect(problems(missing) == ["\(missing): there is no such file; check the path after --config."])
      #expect(problems(folder.path) == ["\(folder.path): this is a folder, not a file; check the path after --config."])
      let latin = folder.appending(path: "latin.yaml")
      try Data([0x61, 0x3A, 0xE4]).write(to: latin)
      #expect(problems(latin.path) == ["\(latin.path): the file is not UTF-8 text; save it as UTF-8."])
      let large = folder.appending(path: "large.yaml")
      try Data(repeating: UInt8(ascii: "#"), count: 1 << 20).write(to: large)
      #expect(problems(large.path) == [])
      try Data(repeating: UInt8(ascii: "#"), count: (1 << 20) + 1).write(to: large)
      #expect(
        problems(large.path) == [
          "\(large.path): the file is larger than 1 MiB, which no configuration needs; check that it is the right file."
        ])
    }
  }

  /// The file in the repository is what a reader sees first: every setting, with the very defaults.
  @Test func theRepositorysFileHasTheDefaults() throws {
    let path = repository.appending(path: "gateway.yaml").path
    let configuration = try GatewayConfiguration.load(file: path, environment: [:])
    #expect(configuration == .defaults)
    #expect(configuration.rendered(showingOrigins: false) == GatewayConfiguration.defaults.rendered(showingOrigins: false))
    #expect(!configuration.rendered().contains("# default"), "every setting is in the file")
  }

  @Test func theExamplesInTheRepositorysFileWork() throws {
    let text = try String(contentsOf: repository.appending(path: "gateway.yaml"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#  ") ? String(line.dropFirst()) : String(line)
    }
    let examples = lines.drop { !$0.hasPrefix("teams:") }.joined(separator: "\n")
    let configuration = try parse(examples, ["ALICE_KEY": "0123456789abcdef", "ALICE_CALLBACK_SECRET": "0123456789abcdef"])
    #expect(configuration.teams.map(\.name) == ["design"])
    #expect(configuration.keys.map(\.name) == ["alice"])
    #expect(configuration.modelRules.map(\.model) == ["acme/new-model/text-to-image", "*"])
  }
}
