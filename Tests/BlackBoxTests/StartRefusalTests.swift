import Foundation
import Subprocess
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// What a gateway that finds another one says and leaves alone. Bad configurations are in `CommandLineConfigurationTests`.
  @Suite struct StartRefusalTests {
    @Test(.timeLimit(.minutes(15))) func secondGatewayLeavesTheFirstAlone() async throws {
      let body = Picture.of("one folder, one gateway")
      try await TestBed.run { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let first = try await gateway.client.create(body)
          let folder = bed.program.folder.appending(path: "tollgate-data").path
          // It does not wait for the first one's end, which would not come.
          let second = try await bed.program.run(
            ["serve"], environment: ["TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(try FreePort.next())", "SHORTAPI_KEY": "ak-test"])
          #expect(second.code == 78)
          #expect(second.errors.contains("tollgate-data is in use by another tollgate (process "), "\(second.errors)")

          #expect(FileManager.default.fileExists(atPath: folder + "/admin.sock"))
          #expect(try await gateway.client.violations() == [])
          #expect(try await gateway.client.finished(try #require(first.jobID))?["status"]?.number?.int64 == 2)
          #expect(try await gateway.client.create(body).cacheStatus == "tollgate; hit")
        }
      }
    }

    @Test(.timeLimit(.minutes(15))) func takenAddressIsNamed() async throws {
      try await TestBed.run { bed in
        let (_, end) = try await bed.gateway { gateway in
          try await gateway.ready()
          let address = String(bed.url.dropFirst("http://".count))
          let second = try await bed.program.run(
            ["serve"], environment: ["TOLLGATE_SERVER_LISTEN": address, "TOLLGATE_STORAGE_PATH": "other"])
          #expect(second.code == 78)
          #expect(second.errors.contains("Cannot listen on \(address): address already in use"))
          #expect(second.errors.contains("TOLLGATE_SERVER_LISTEN"))
          gateway.interrupt()
        }
        #expect(end == .exited(0))
      }
    }
  }
}
