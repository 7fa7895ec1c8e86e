import Logging
import Testing
import TollgateCore
import TollgateFaultSimulation
import TollgateTestSupport

@testable import TollgateEngine

@Suite("Results travel from one gateway to another in bundles")
struct BundleExchangeTests {
  private static let base = "http://gateway"

  /// A bundle's bytes as they come.
  private struct Pieces: AsyncSequence, Sendable {
    let bytes: [UInt8]
    var size = 1000

    struct AsyncIterator: AsyncIteratorProtocol {
      var rest: ArraySlice<UInt8>
      let size: Int

      mutating func next() async throws -> [UInt8]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...], size: size) }
  }

  private static func run(
    replays: Bool = false, sharing: GatewayPolicy.Sharing = .gateway, blobs: InMemoryBlobs = InMemoryBlobs(),
    keys: [StoredKey] = [], _ body: (EngineHarness) async throws -> Void
  ) async throws {
    var policy = EngineHarness.quickPolicy
    policy.keepsFiles = true
    policy.replaysOnly = replays
    policy.sharing = sharing
    try await EngineHarness.run(
      policy: policy, keys: keys, files: FileKeeping(source: ScriptedFiles(), blobs: blobs), body)
  }

  private static func export(_ harness: EngineHarness, _ query: ResultQuery = ResultQuery()) async throws -> [UInt8] {
    let bundle = try await harness.engine.administration.export(query)
    var bytes: [UInt8] = []
    try await bundle.write { bytes += $0 }
    #expect(Int64(bytes.count) == bundle.size)
    return bytes
  }

  /// A bundle with two results.
  private static func bundle() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    try await run { harness in
      for prompt in ["a red fox", "an owl"] {
        try await harness.record(of: try await harness.create(prompt).jobID, untilStatus: 2, base: base)
      }
      bytes = try await export(harness)
      #expect(try await export(harness) == bytes)
      #expect(try await harness.engine.administration.export(ResultQuery(search: "owl")).counts.entries == 1)
    }
    return bytes
  }

  @Test("in replay mode the same requests get the same files, whoever asks, and nothing is bought")
  func replay() async throws {
    let bundle = try await Self.bundle()
    let keys = [TestKey.declared("alice"), TestKey.declared("bob")]
    for sharing in GatewayPolicy.Sharing.allCases {
      try await Self.run(replays: true, sharing: sharing, keys: keys) { harness in
        let administration = harness.engine.administration
        await #expect(throws: GatewayError.notCached) { try await harness.create("an owl", from: try harness.caller("alice")) }
        let report = try await administration.importBundle(Pieces(bytes: bundle))
        #expect(report.imported == 2 && report.known == 0)
        for name in ["alice", "bob"] {
          let caller = try harness.caller(name)
          let hit = try await harness.create("an owl", from: caller)
          guard case .hit = hit.outcome else { throw UnexpectedOutcome(outcome: hit.outcome) }
          #expect(hit.saved == Money("0.04") && hit.charged == .zero)
          let record = try await harness.record(of: hit.jobID, untilStatus: 2, from: caller, base: Self.base)
          let links = ResultLinks.of(record).map(\.url)
          #expect(links.count == 1 && links.allSatisfy { $0.hasPrefix("\(Self.base)/-/assets/") }, "\(links)")
          for link in links {
            let id = try #require(AssetID(link.dropFirst("\(Self.base)/-/assets/".count).prefix(64)))
            #expect(try await harness.gateway.asset(id).id == id)
          }
        }
        await #expect(throws: GatewayError.notCached) { try await harness.create("a cat", from: try harness.caller("bob")) }
        #expect(harness.upstream.sent.isEmpty)
        let explained = try await administration.explain(EngineHarness.body("an owl"), forKeyNamed: "bob")
        #expect(explained.outcome == .hit)
      }
    }
  }

  @Test("importing twice changes nothing, and an export of an import is the same bundle")
  func again() async throws {
    let bundle = try await Self.bundle()
    let blobs = InMemoryBlobs()
    try await Self.run(blobs: blobs) { harness in
      let administration = harness.engine.administration
      _ = try await administration.importBundle(Pieces(bytes: bundle))
      let files = try await blobs.sizes()
      #expect(files.count == 1 || files.count == 2)
      let second = try await administration.importBundle(Pieces(bytes: bundle, size: 100_000))
      #expect(second.imported == 0 && second.known == 2)
      #expect(try await blobs.sizes() == files)
      #expect(try await Self.export(harness) == bundle)
      #expect(try await administration.results(ResultQuery(search: "fox")).map(\.cost) == [Money("0.04")])
      // What is bought here stands before what was imported.
      var directives = CreateDirectives()
      directives.noCache = true
      let bought = try await harness.create("an owl", directives: directives)
      #expect(bought.charged == Money("0.04"))
      try await harness.record(of: bought.jobID, untilStatus: 2, base: Self.base)
      #expect(try await harness.create("an owl").generation == bought.generation)
      // Without it, the imported one answers again.
      _ = try await administration.purge(bought.generation)
      let back = try await harness.create("an owl")
      #expect(back.charged == .zero && back.generation != bought.generation)
      _ = try await administration.purge(back.generation)
      #expect(try await administration.importBundle(Pieces(bytes: bundle)).imported == 1)
    }
  }

  @Test("a changed byte is refused, and nothing has changed")
  func damaged() async throws {
    let bundle = try await Self.bundle()
    let blobs = InMemoryBlobs()
    try await Self.run(blobs: blobs) { harness in
      var random = SeededGenerator(seed: 11)
      for _ in 0..<40 {
        var changed = bundle
        changed[Int.random(in: changed.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        await #expect(throws: AdministrationError.self) {
          try await harness.engine.administration.importBundle(Pieces(bytes: changed))
        }
      }
      for count in [0, 100, 512, bundle.count - 1] {
        await #expect(throws: AdministrationError.self) {
          try await harness.engine.administration.importBundle(Pieces(bytes: Array(bundle.prefix(count))))
        }
      }
      let (states, files) = (try await harness.states(), try await blobs.sizes())
      #expect(states.isEmpty && files.isEmpty)
    }
  }

  @Test("a file that is missing is said before the bundle begins, and a damaged one breaks it off")
  func exportOfWhatIsNotThere() async throws {
    let blobs = InMemoryBlobs()
    try await Self.run(blobs: blobs) { harness in
      let job = try await harness.create("an owl")
      try await harness.record(of: job.jobID, untilStatus: 2, base: Self.base)
      let id = try #require(try await blobs.sizes().keys.first)
      let size = Int(try #require(try await blobs.size(of: id)))
      blobs.damage(id, with: [UInt8](repeating: 0, count: size))
      let bundle = try await harness.engine.administration.export(ResultQuery())
      await #expect(throws: AdministrationError.self) { try await bundle.write { _ in } }
      blobs.damage(id, with: [UInt8](repeating: 0, count: size - 1))
      await #expect(throws: AdministrationError.self) { try await harness.engine.administration.export(ResultQuery()) }
      try await blobs.remove(id)
      await #expect(throws: AdministrationError.self) { try await harness.engine.administration.export(ResultQuery()) }
    }
  }

  private struct UnexpectedOutcome: Error {
    let outcome: CreateAnswer.Outcome
  }
}
