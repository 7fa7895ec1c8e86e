import Foundation
import NIOHTTP1
import Subprocess
import Testing

extension ProcessTests {
  /// The running gateway, as its commands see it.
  @Suite struct CommandLineServeTests {
    @Test(.timeLimit(.minutes(15))) func answersItsCommandsAndEndsCleanly() async throws {
      let body = Picture.of("a lighthouse")
      try await TestBed.run(jobDuration: "10ms") { bed in
        let (_, end) = try await bed.gateway { gateway in
          try await gateway.ready()
          #expect(try await gateway.client.create(body).amount == "0.04")
          #expect(try await bed.command("jobs", "list").output.contains("google/nano-banana-2/text-to-image"))
          #expect(try await bed.command("jobs", "show", "g1").output.contains("capture"))
          let key = try await bed.command("keys", "create", "alice")
          #expect(key.code == 0)
          #expect(try await gateway.client.create(body).code == 40100)
          let secret = key.output.trimmingCharacters(in: .newlines)
          let hit = try await gateway.client.create(body, headers: ["Authorization": "Bearer \(secret)"])
          #expect(hit.amount == "0")
          #expect(try await bed.command("verify").code == 0)
          gateway.terminate()
        }
        #expect(end == .exited(0))
        #expect(bed.gatewayOutput.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: bed.socket))
        let lines = bed.gatewayLog.split(separator: "\n")
        for line in lines {
          let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
          #expect(fields?["time"] is String && fields?["level"] is String && fields?["message"] is String)
        }
        #expect(lines.contains { $0.contains("tollgate is ready") && $0.contains(#""url":"\#(bed.url)""#) })
        #expect(try await bed.command("jobs", "list").output.contains("g1"))
      }
    }
  }
}
