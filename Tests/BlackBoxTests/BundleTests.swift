import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// Bundles, from one data folder to another.
  @Suite struct BundleTests {
    @Test(.timeLimit(.minutes(15))) func anotherGatewayAnswersWithTheSameFilesAndNoUpstream() async throws {
      let prompts = ["a red fox", "an owl at dusk"]
      let (bundle, sums) = try await TestBed.run(jobDuration: "10ms") { bed in
        let (sums, _) = try await bed.gateway { gateway in
          try await gateway.ready()
          let sums = try await Self.sums(of: prompts, gateway.client)
          try await Self.export(bed, to: "running.tar")
          gateway.terminate()
          return sums
        }
        try await Self.export(bed, to: "stopped.tar")
        try await Self.refuseHalfABundle(bed, sums)
        let bundle = try Self.bytes(bed, "running.tar")
        #expect(try Self.bytes(bed, "stopped.tar") == bundle)
        return (bundle, sums)
      }
      #expect(sums.count == prompts.count)

      try await TestBed.run(
        environment: ["TOLLGATE_MODE": "replay", "TOLLGATE_UPSTREAM_BASE_URL": "http://127.0.0.1:9", "SHORTAPI_KEY": "ak-none"]
      ) { bed in
        try bundle.write(to: bed.program.folder.appending(path: "bundle.tar"))
        try await Self.refuseDamage(of: bundle, bed)
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          #expect(try await gateway.client.create(Picture.of(prompts[0])).status == 504)
          let imported = try await bed.command("cache", "import", "bundle.tar")
          #expect(imported.code == 0 && imported.errors.contains("Imported: 2 results."), "\(imported.errors)")
          #expect(try await Self.sums(of: prompts, gateway.client) == sums)
          let again = try await bed.command("cache", "import", "bundle.tar")
          #expect(again.errors.contains("Imported: 0 results; there already: 2."), "\(again.errors)")
          try await Self.refuseDamage(of: bundle, bed)
          try await Self.export(bed, to: "again.tar")
          #expect(try Self.bytes(bed, "again.tar") == bundle)
          gateway.terminate()
        }
        #expect(try bed.simulator.purchases().isEmpty)
        let verify = try await bed.command("verify")
        #expect(verify.code == 0, "\(verify.output)")
      }
    }

    /// Creates and downloads.
    ///
    /// - Returns: the SHA-256 of each file, which is what its link says.
    private static func sums(of prompts: [String], _ client: GatewayClient) async throws -> [String] {
      var sums: [String] = []
      for prompt in prompts {
        let job = try #require(try await client.create(Picture.of(prompt)).jobID)
        let record = try #require(try await client.finished(job)?.object)
        for link in ResultLinks.of(record).map(\.url) {
          let file = try await client.file(link)
          let sum = AssetID(hashing: file.bytes).description
          #expect(file.status == 200 && link.contains("/-/assets/\(sum)."), "\(link)")
          sums.append(sum)
        }
      }
      return sums
    }

    private static func export(_ bed: TestBed, to name: String) async throws {
      let outcome = try await bed.shell("\"$TOLLGATE\" cache export --model '*' > \(name)")
      #expect(outcome.code == 0 && outcome.errors.contains("2 results"), "\(outcome.errors)")
    }

    /// A kept file that is damaged breaks the bundle off; the whole of it is put back afterwards.
    private static func refuseHalfABundle(_ bed: TestBed, _ sums: [String]) async throws {
      let sum = try #require(sums.first)
      let file = try #require(
        FileManager.default.enumerator(at: bed.program.folder, includingPropertiesForKeys: nil)?
          .compactMap { $0 as? URL }.first { $0.lastPathComponent == sum })
      let bytes = try Data(contentsOf: file)
      try Data(repeating: 0, count: bytes.count).write(to: file)
      let whole = try await bed.shell("echo before > half.tar; \"$TOLLGATE\" cache export --model '*' >> half.tar")
      #expect(whole.code == 1 && whole.errors.contains("not complete; what was written of it is taken back"), "\(whole.errors)")
      #expect(try Self.bytes(bed, "half.tar") == Data("before\n".utf8))
      let piped = try await bed.shell("\"$TOLLGATE\" cache export --model '*' | cat > half.tar")
      #expect(piped.errors.contains("throw away what was written of it"), "\(piped.errors)")
      try bytes.write(to: file)
    }

    private static func bytes(_ bed: TestBed, _ name: String) throws -> Data {
      try Data(contentsOf: bed.program.folder.appending(path: name))
    }

    /// What can be replayed; nothing where there is no data folder yet.
    private static func numbers(_ bed: TestBed) async throws -> [GenerationNumber] {
      let listed = try await bed.command("cache", "list", "--json")
      guard listed.code == 0 else { return [] }
      return try JSONDecoder().decode([ResultSummary].self, from: Data(listed.output.utf8)).map(\.number)
    }

    /// Bytes all over the bundle, each changed alone.
    private static func refuseDamage(of bundle: Data, _ bed: TestBed) async throws {
      var random = SeededGenerator(seed: 5)
      for _ in 0..<6 {
        var changed = bundle
        changed[Int.random(in: changed.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        try changed.write(to: bed.program.folder.appending(path: "changed.tar"))
        let before = try await numbers(bed)
        let refused = try await bed.command("cache", "import", "changed.tar")
        #expect(refused.code == 1 && refused.errors.contains("Nothing was imported"), "\(refused.errors)")
        #expect(try await numbers(bed) == before)
      }
    }
  }
}
