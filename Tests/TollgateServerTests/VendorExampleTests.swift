import Foundation
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

@Suite("The vendor's own example", .bothLanes)
struct VendorExampleTests {
  /// As the vendor's page writes it for Bash.
  private static let body = """
    {
      "model": "google/nano-banana-2/text-to-image",
      "args": {
        "prompt": "A cozy coffee shop on a rainy evening",
        "aspect_ratio": "16:9",
        "resolution": "1K"
      },
      "callback_url": "CALLBACK_URL"
    }
    """

  @Test("sent twice: bought once, the second is a hit for nothing with a job id of its own")
  func twice() async throws {
    let folder = TemporaryFolder()
    let log = folder.path + "/referee.log"
    let setup = GatewayUnderTest.Setup {
      $0.folder = folder.path
      $0.simulator.log = log
    }
    let headers = ["Content-Type": "application/json"]
    try await GatewayUnderTest.run(setup) { gateway in
      let first = try await gateway.finished(Self.body, headers: headers, key: "ak-any")
      #expect(try first.json == ["code": 0, "data": ["amount": "0.04", "job_id": .string(JSONString(first.jobID))]])
      #expect(first["Cache-Status"] == "tollgate; fwd=miss")
      let second = try await gateway.created(Self.body, headers: headers, key: "ak-any")
      #expect(try second.data["amount"] == "0")
      #expect(second["Cache-Status"] == "tollgate; hit")
      #expect(try second.jobID != first.jobID)
      let results = [try await gateway.query(first.jobID).data["result"], try await gateway.query(second.jobID).data["result"]]
      #expect(results[0] != nil && results[0] == results[1])
    }
    // The same after a restart.
    try await GatewayUnderTest.run(setup) { gateway in
      let third = try await gateway.created(Self.body, headers: headers, key: "ak-any")
      #expect(third["Cache-Status"] == "tollgate; hit")
      #expect(try await gateway.query(third.jobID).data["status"] == 2)
    }
    let lines = try String(contentsOf: URL(filePath: log), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1)
  }

  @Test("another spelling of the same request is the same request")
  func spelling() async throws {
    let others = [
      #"{"args":{"resolution":"1K","prompt":"A cozy coffee shop on a rainy evening","aspect_ratio":"16:9"},"#
        + #""model":"google/nano-banana-2/text-to-image"}"#,
      #"{"model":"google\/nano-banana-2\/text-to-image","args":{"num_images":1e0,"aspect_ratio":"16:9","#
        + #""prompt":"\u0041 cozy coffee shop on a rainy evening"}}"#,
    ]
    try await GatewayUnderTest.run { gateway in
      try await gateway.finished(Self.body)
      for other in others { #expect(try await gateway.created(other)["Cache-Status"] == "tollgate; hit", "\(other)") }
      #expect(gateway.simulator.accepted.count == 1)
    }
  }
}
