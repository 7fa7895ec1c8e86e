import Foundation
import NIOHTTP1
import Subprocess
import Testing
import TollgateCore

private let hasTools = ["bash", "curl"].allSatisfy { tool in
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
  }
}

extension ProcessTests {
  /// The vendor's example for Bash, as it is, with only the host changed.
  @Suite(.enabled(if: hasTools, "needs bash and curl")) struct VendorExampleTests {
    static let script = #"""
      RESPONSE=$(curl -s -X POST "https://api.shortapi.ai/api/v1/job/create" \
        -H "Authorization: Bearer $SHORTAPI_KEY" \
        -H "Content-Type: application/json" \
        -d '{
          "model": "google/nano-banana-2/text-to-image",
          "args": {
            "prompt": "A lighthouse on a cliff at dusk",
            "aspect_ratio": "16:9",
            "resolution": "1K"
          },
          "callback_url": "CALLBACK_URL"
        }')
      echo "$RESPONSE"
      JOB_ID=$(echo "$RESPONSE" | grep -o '"job_id": *"[^"]*"' | cut -d'"' -f4)
      while true; do
        RESULT=$(curl -s "https://api.shortapi.ai/api/v1/job/query?id=$JOB_ID" -H "Authorization: Bearer $SHORTAPI_KEY")
        STATUS=$(echo "$RESULT" | grep -o '"status": *[0-9]*' | grep -o '[0-9]*$')
        if [ "$STATUS" = "2" ]; then echo "$RESULT"; break; fi
        if [ "$STATUS" != "1" ]; then echo "failed: $RESULT"; exit 1; fi
        sleep 0.2
      done
      """#

    struct Run {
      let create: Answer
      let query: Answer

      var url: String? { query.data?["result"]?["images"]?.array?.first?["url"]?.string }
    }

    @Test(.timeLimit(.minutes(15))) func secondTryIsAHitAlsoAfterACrash() async throws {
      try await TestBed.run { bed in
        let (runs, _) = try await bed.gateway { gateway in
          try await gateway.ready()
          let runs = [try await Self.runScript(at: bed), try await Self.runScript(at: bed)]
          gateway.kill()
          return runs
        }
        let (third, _) = try await bed.gateway { gateway in
          try await gateway.ready()
          return try await Self.runScript(at: bed)
        }
        #expect(runs[0].create.amount == "0.04")
        #expect(runs[0].create.cacheStatus == "tollgate; fwd=miss")
        let link = try #require(runs[0].url)
        for repeated in [runs[1], third] {
          #expect(repeated.create.amount == "0")
          #expect(repeated.create.cacheStatus == "tollgate; hit")
          #expect(repeated.url == link)
        }
        #expect(Set([runs[0], runs[1], third].map(\.create.jobID)).count == 3)
        let purchase = try bed.simulator.purchases()
        #expect(purchase.count == 1)
        #expect(link.hasPrefix("\(bed.url)/-/assets/") && link.hasSuffix(".png"))
      }
    }

    /// Runs the script against the gateway.
    private static func runScript(at bed: TestBed) async throws -> Run {
      // What curl reads by itself: the answers' headers go to standard error, which the script does not look at.
      try bed.program.write(#"write-out = "%{stderr}%header{cache-status}\n""#, to: ".curlrc")
      let script = script.replacing("https://api.shortapi.ai", with: bed.url)
      let environment = Environment.inherit.updating([
        "SHORTAPI_KEY": "ak-test", "CURL_HOME": bed.program.folder.path, "no_proxy": "127.0.0.1",
      ])
      let result = try await Subprocess.run(
        .name("bash"), arguments: ["-c", script], environment: environment, output: .string(limit: 1 << 16),
        error: .string(limit: 1 << 16))
      let answers = result.standardOutput.split(separator: "\n").map { Array($0.utf8) }
      try #require(result.terminationStatus == .exited(0) && answers.count == 2, "\(result.standardOutput)")
      let cacheStatus =
        result.standardError.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
      return Run(
        create: Answer(status: 200, headers: ["Cache-Status": cacheStatus], bytes: answers[0]),
        query: Answer(status: 200, headers: [:], bytes: answers[1]))
    }
  }
}
