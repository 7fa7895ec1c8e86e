import ArgumentParser
import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// Which gateway is meant by the arguments and the environment.
@Suite struct RemoteGatewayTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.9.9.9", "http://127.9.9.9"),
    ("http://localhost:8080/", "http://localhost:8080"), ("http://[::1]:8080", "http://[::1]:8080"),
    ("https://gateway.example.com", "https://gateway.example.com"),
    ("https://example.com/tollgate//", "https://example.com/tollgate"),
  ])
  func addresses(_ text: String, _ address: String) throws {
    #expect(try RemoteGateway.address(text, allowsPlainText: false) == address)
  }

  @Test(arguments: [
    "", "gateway", "127.0.0.1:8080", "ftp://example.com", "http://", "https://:8080", "https://example.com:0",
    "https://example.com:99999", "https://user:secret@example.com", "https://example.com?token=x", "https://example.com/#x",
    "https://exa mple.com", "unix:///tmp/admin.sock",
  ])
  func noAddresses(_ text: String) {
    #expect(throws: (any Error).self) { try RemoteGateway.address(text, allowsPlainText: true) }
  }

  /// The name of a host that begins like this machine's is another host.
  @Test(arguments: [
    "http://gateway:8080", "http://10.0.0.1:8080", "http://127.0.0.1.example.com", "http://localhost.example.com",
    "http://127.1", "http://0.0.0.0:8080", "http://[::2]", "http://127.0.0.x",
  ])
  func plainTextStaysOnThisMachine(_ text: String) throws {
    #expect(throws: (any Error).self) { try RemoteGateway.address(text, allowsPlainText: false) }
    #expect(try RemoteGateway.address(text, allowsPlainText: true) == text)
  }

  @Test func theTokenIsFoundInThisOrder() throws {
    try TokenFolder.with("from-the-file\nsecond line\n") { file in
      let environment = ["TOLLGATE_GATEWAY": "https://a.example", "TOLLGATE_ADMIN_TOKEN": "from-the-environment"]
      func token(_ arguments: [String]) throws -> String? {
        try RemoteOptions.parse(arguments).chosen(environment: environment)?.token?.reveal()
      }
      #expect(try token([]) == "from-the-environment")
      #expect(try token(["--token-file", file]) == "from-the-file")
      #expect(try token(["--token", "typed"]) == "typed")
      let chosen = try RemoteOptions.parse(["--gateway", "https://b.example"]).chosen(environment: environment)
      #expect(chosen?.address == "https://b.example")
      #expect(try RemoteOptions.parse([]).chosen(environment: ["TOLLGATE_GATEWAY": ""]) == nil)
      #expect(try RemoteOptions.parse(["--gateway", "https://b.example"]).chosen(environment: [:])?.token == nil)
    }
  }

  @Test(arguments: [["--token", "x"], ["--token-file", "/absent"], ["--ca-file", "x"], ["--insecure"]])
  func whatHasNoUseIsRefused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try RemoteOptions.parse(arguments).chosen(environment: [:]) }
  }

  @Test(arguments: ["", "\u{0B}", "two words", "x\u{7F}y", "ä"]) func badTokensAreRefusedAndNotShown(_ text: String) throws {
    try TokenFolder.with(text) { file in
      let error = #expect(throws: (any Error).self) {
        try RemoteOptions.parse(["--gateway", "https://a.example", "--token-file", file]).chosen(environment: [:])
      }
      #expect(text.isEmpty || "\(String(describing: error))".contains(text) == false)
    }
  }
}

/// A file with a token.
private enum TokenFolder {
  static func with(_ text: String, _ body: (_ file: String) throws -> Void) throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let file = folder.path + "/token"
    try Data(text.utf8).write(to: URL(filePath: file))
    try withExtendedLifetime(folder) { try body(file) }
  }
}
