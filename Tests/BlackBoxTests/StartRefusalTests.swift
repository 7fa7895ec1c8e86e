import Foundation
import Testing
import TollgateCore

extension ProcessTests {
  /// What a gateway that must not start says and leaves alone. The sentences themselves are in `CommandLineConfigurationTests`.
  @Suite struct StartRefusalTests {
    @Test(arguments: [
      "serverr: {listen: 127.0.0.1:18080}", "server: {limits: {connections: many}}", "upstream: {api_key: \"${NO_SUCH_NAME}\"}",
      "server: {listen: \"0.0.0.0:18080\"}",
    ]) func badConfigurationStopsTheStart(line: String) async throws {
      try await CommandLineProgram.inFolder { program in
        try program.write("# A comment.\n\n\(line)\n", to: "team.yaml")
        let outcome = try await program.run(["serve", "--config", "team.yaml"])
        #expect(outcome.code == 78)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("team.yaml:3"), "\(outcome.errors)")
        #expect(outcome.errors.hasSuffix(".\n") && outcome.errors.count { $0 == "\n" } == 1, "\(outcome.errors)")
      }
    }

    @Test(.timeLimit(.minutes(1))) func secondGatewayLeavesTheFirstAlone() async throws {
      let body = Picture.of("one folder, one gateway")
      try await TestBed.run { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let first = try await gateway.client.create(body)
          let folder = bed.program.folder.appending(path: "tollgate-data").path
          let start = ContinuousClock.now
          let second = try await bed.program.run(
            ["serve"], environment: ["TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(try FreePort.next())", "SHORTAPI_KEY": "ak-test"])
          let duration = start.duration(to: .now)
          #expect(second.code == 78)
          #expect(second.errors.contains("tollgate-data is in use by another tollgate (process "), "\(second.errors)")
          #expect(duration < .seconds(1), "\(duration)")

          #expect(FileManager.default.fileExists(atPath: folder + "/admin.sock"))
          #expect(try await gateway.client.violations() == [])
          #expect(try await gateway.client.finished(try #require(first.jobID))?["status"]?.number?.int64 == 2)
          #expect(try await gateway.client.create(body).cacheStatus == "tollgate; hit")
        }
      }
    }
  }
}
