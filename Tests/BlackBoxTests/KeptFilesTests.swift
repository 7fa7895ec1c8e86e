import Foundation
import NIOHTTP1
import Subprocess
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// Files outlive the vendor's links, and every crash.
  ///
  /// `TOLLGATE_TEST_FILE_ROUNDS` says how often the gateway is killed while it copies (10 unless set).
  @Suite struct KeptFilesTests {
    private static let rounds = ProcessInfo.processInfo.environment["TOLLGATE_TEST_FILE_ROUNDS"].flatMap { Int($0) } ?? 10

    private static func body(_ prompt: String) -> String {
      #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"\#(prompt)","resolution":"1K"}}"#
    }

    private static func links(_ record: JSONValue?) -> [String] {
      record?.object.map { ResultLinks.of($0).map(\.url) } ?? []
    }

    /// The digest that a link names.
    private static func name(of link: String) -> String {
      String(link.split(separator: "/").last?.split(separator: ".").first ?? "")
    }

    @Test(.timeLimit(.minutes(15))) func fileIsServedWhenTheVendorsLinkIsDead() async throws {
      try await TestBed.run { bed in
        let ((link, bytes), _) = try await bed.gateway { gateway in
          try await gateway.ready()
          let job = try #require(try await gateway.client.create(Self.body("kept")).jobID)
          let link = try #require(Self.links(try await gateway.client.finished(job)).first)
          let file = try await gateway.client.file(link)
          return (link, file.bytes)
        }
        #expect(link.hasPrefix("\(bed.url)/-/assets/") && link.hasSuffix(".png"))
        #expect(AssetID(hashing: bytes).description == Self.name(of: link))
        try await bed.simulator.add(faults: #"{"on":"file","kind":"notFound"}"#)
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let hit = try await gateway.client.create(Self.body("kept"))
          #expect(hit.cacheStatus == "tollgate; hit" && hit.amount == "0")
          let hitJob = try #require(hit.jobID)
          let again = try #require(Self.links(try await gateway.client.finished(hitJob)).first)
          #expect(again == link)
          let file = try await gateway.client.file(again)
          #expect(file.status == 200 && file.bytes == bytes && file.headers.first(name: "Content-Type") == "image/png")
          #expect(try await gateway.client.violations(readingFiles: true) == [])
        }
        #expect(try bed.simulator.purchases().count == 1)
      }
    }

    @Test(.timeLimit(.minutes(20))) func noCrashLeavesARowWithoutItsFile() async throws {
      var generator = SeededGenerator(seed: 20_261_123)
      try await TestBed.run(jobDuration: "50ms", simulatorOptions: ["--file-size", "1MB"]) { bed in
        var prompts: [String] = []
        for round in 1...Self.rounds {
          let moment = Duration.milliseconds(Int.random(in: 50...900, using: &generator))
          let names = (0..<20).map { "round \(round) picture \($0)" }
          prompts += names
          let (violations, end) = try await bed.gateway { gateway in
            try await gateway.ready()
            let violations = try await gateway.client.violations(readingFiles: true)
            await withDiscardingTaskGroup { group in
              for name in names { group.addTask { _ = try? await gateway.client.create(Self.body(name)) } }
              try? await Task.sleep(for: moment)
              gateway.kill()
              group.cancelAll()
            }
            return violations
          }
          #expect(violations == [], "round \(round)")
          #expect(end == .signaled(9), "round \(round): \(bed.gatewayLog.suffix(2000))")
        }
        // Whatever was bought is copied in the end, and every file has the bytes of its name.
        let all = prompts
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          var served = 0
          for prompt in all {
            let answer = try await gateway.client.create(Self.body(prompt))
            guard answer.status == 200 else { continue }
            for link in Self.links(try await gateway.client.finished(try #require(answer.jobID))) {
              let file = try await gateway.client.file(link)
              #expect(file.status == 200 && AssetID(hashing: file.bytes).description == Self.name(of: link))
              served += 1
            }
          }
          #expect(served > all.count / 2)
          #expect(try await gateway.client.violations(readingFiles: true) == [])
          print("file test: \(Self.rounds) kills, \(served) files served with the bytes of their names")
        }
      }
    }
  }
}
