import ArgumentParser
import Foundation
import Testing
import TollgateTestSupport

@testable import tollgate

/// What a health check says of whatever listens where the gateway should.
@Suite struct HealthTests {
  private static func check(port: Int) async throws {
    try await TemporaryFolder.withEmpty { folder in
      let file = folder.appending(path: "gateway.yaml").path
      try "server: {listen: 127.0.0.1:\(port)}\n".write(toFile: file, atomically: true, encoding: .utf8)
      try await Health.parse(["--config", file]).run()
    }
  }

  @Test func saysWhyItIsNotReady() async throws {
    let answer = FixedServer.answer("503 Service Unavailable", #"{"status":"draining"}"#)
    try await FixedServer.answering(answer) { server in
      let failure = await #expect(throws: CommandFailure.self) { try await Self.check(port: server.port) }
      #expect(failure?.code == .failure && failure?.sentence.contains("draining") == true)
    }
  }

  @Test(.timeLimit(.minutes(15))) func doesNotWaitForTheRestOfAnAnswer() async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    try await FixedServer.answering(answer, closes: false) { server in
      let failure = await #expect(throws: CommandFailure.self) { try await Self.check(port: server.port) }
      #expect(failure?.code == .unavailable)
    }
  }
}
