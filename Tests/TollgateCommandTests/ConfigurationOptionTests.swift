import ArgumentParser
import Foundation
import Testing
import TollgateTestSupport

@testable import tollgate

/// A running gateway reads its configuration file again.
@Suite struct ConfigurationOptionTests {
  @Test(.timeLimit(.minutes(15))) func aPipeIsNotReadTwice() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let path = folder.appending(path: "gateway.yaml").path
      try "mode: replay\n".write(toFile: path, atomically: true, encoding: .utf8)
      _ = try ConfigurationOption.loadAgain(path)
      try FileManager.default.removeItem(atPath: path)
      let made = unsafe mkfifo(path, 0o600)
      try #require(made == 0)
      let failure = #expect(throws: CommandFailure.self) { try ConfigurationOption.loadAgain(path) }
      #expect(failure?.code == .configuration && failure?.sentence.contains("pipe") == true)
    }
  }
}
