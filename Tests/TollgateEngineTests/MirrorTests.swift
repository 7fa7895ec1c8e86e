import GRDB
import Logging
import Testing
import TollgateCore
import TollgateFaultSimulation
import TollgateTestSupport

@testable import TollgateEngine
@testable import TollgateStore

@Suite("Results are kept")
struct MirrorTests {
  private static let base = "http://gateway"
  private static let url = "https://file.example/tmp/20261123/up-1/picture.png"

  private static var policy: GatewayPolicy {
    var policy = EngineHarness.quickPolicy
    policy.keepsFiles = true
    return policy
  }

  /// What the mirror keeps of ``url`` where the server sends the link's own bytes.
  private static let asset = AssetID(hashing: Array(url.utf8))

  private static func run(
    folder: String? = nil, policy: GatewayPolicy = policy, files: ScriptedFiles = ScriptedFiles(),
    blobs: InMemoryBlobs = InMemoryBlobs(), upstream: ScriptedUpstream = ScriptedUpstream(),
    time: any TimeSource = SystemTimeSource(),
    _ body: (EngineHarness) async throws -> Void
  ) async throws {
    try await EngineHarness.run(
      folder: folder, policy: policy, upstream: upstream, files: FileKeeping(source: files, blobs: blobs), time: time, body)
  }

  private static func links(in record: JSONObject?) -> [String] { record.map(ResultLinks.of)?.map(\.url) ?? [] }

  @Test("a finished job names the gateway's own files, and a repeat is a hit with the same")
  func kept() async throws {
    let blobs = InMemoryBlobs()
    try await Self.run(blobs: blobs) { harness in
      let miss = try await harness.create()
      let record = try await harness.record(of: miss.jobID, untilStatus: 2, base: Self.base)
      #expect(Self.links(in: record) == ["\(Self.base)/-/assets/\(Self.asset).png"])
      #expect(try await blobs.size(of: Self.asset) == Int64(Self.url.utf8.count))
      #expect(try await harness.gateway.asset(Self.asset).id == Self.asset)
      let hit = try await harness.create()
      guard case .hit = hit.outcome else { throw Unexpected("\(hit.outcome)") }
      #expect(hit.jobID != miss.jobID && hit.generation == miss.generation)
      let again = try await harness.gateway.query(hit.jobID, from: harness.local, base: "https://other")
      #expect(Self.links(in: again.object) == ["https://other/-/assets/\(Self.asset).png"])
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("a day later, with the vendor's link dead, a hit still has its file")
  func aDayLater() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    let blobs = InMemoryBlobs()
    try await Self.run(files: files, blobs: blobs, time: time) { harness in
      let miss = try await harness.create()
      try await time.advance(by: .milliseconds(5)) {
        try await harness.store.generation(miss.generation)?.files == .kept
      }
      files.onDownload { _, _, _ in .gone(status: 404) }
      time.advance(by: .seconds(86_400))
      let hit = try await harness.create()
      guard case .hit(let age) = hit.outcome else { throw Unexpected("\(hit.outcome)") }
      #expect(age >= .seconds(86_400) && hit.charged == .zero)
      let record = try await harness.gateway.query(hit.jobID, from: harness.local, base: Self.base)
      #expect(Self.links(in: record.object) == ["\(Self.base)/-/assets/\(Self.asset).png"])
      #expect(try await harness.gateway.asset(Self.asset).size == Int64(Self.url.utf8.count))
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("a job runs until its files are stored, and is shown with the vendor's links when the wait is over")
  func waits() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    let gate = Gate()
    files.onDownload { request, sink, _ in
      await gate.wait()
      return await ScriptedFiles.deliver(Array(request.url.utf8), into: sink)
    }
    var policy = Self.policy
    policy.mirrorWait = .seconds(30)
    try await Self.run(policy: policy, files: files, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .milliseconds(5)) { !files.requests.isEmpty }
      let waiting = try await harness.gateway.query(job.jobID, from: harness.local, base: Self.base)
      #expect(waiting["status"]?.number?.int64 == 1 && waiting["result"] == nil && waiting["finished_at"] == nil)
      let joined = try await harness.create()
      #expect(joined.outcome == .joined && joined.charged == .zero)
      time.advance(by: .seconds(30))
      let passedOn = try await harness.gateway.query(job.jobID, from: harness.local, base: Self.base)
      #expect(passedOn["status"]?.number?.int64 == 2 && Self.links(in: passedOn.object) == [Self.url])
      #expect(try await harness.create().outcome == .joined)
      await gate.open()
      try await time.advance(by: .milliseconds(5)) {
        let record = try await harness.gateway.query(job.jobID, from: harness.local, base: Self.base)
        return Self.links(in: record.object) == ["\(Self.base)/-/assets/\(Self.asset).png"]
      }
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("a download that was cut goes on where it was, or begins again where the file changed")
  func continued() async throws {
    let bytes = Array("0123456789".utf8)
    for changes in [false, true] {
      let files = ScriptedFiles()
      files.onDownload { request, sink, number in
        if number == 1 {
          _ = await ScriptedFiles.deliver(Array(bytes[..<4]), validator: "\"a\"", into: sink)
          return .cut(reason: "reset")
        }
        return changes
          ? await ScriptedFiles.deliver(bytes, validator: "\"b\"", into: sink)
          : await ScriptedFiles.deliver(Array(bytes[4...]), from: 4, validator: "\"a\"", into: sink)
      }
      let blobs = InMemoryBlobs()
      try await Self.run(files: files, blobs: blobs) { harness in
        try await harness.record(of: harness.create().jobID, untilStatus: 2)
        #expect(try await blobs.size(of: AssetID(hashing: bytes)) == 10)
        #expect(files.requests.map(\.offset) == [0, 4] && files.requests[1].validator == "\"a\"")
      }
    }
  }

  @Test("where a link is dead the upstream is asked for a fresh one")
  func freshLink() async throws {
    let files = ScriptedFiles()
    let upstream = ScriptedUpstream()
    upstream.onQuery { id in
      .record(.finished(upstream.queries.count < 2 ? id : "fresh", credit: Money(nanodollars: 40_000_000)))
    }
    files.onDownload { request, sink, _ in
      request.url.contains("fresh") ? await ScriptedFiles.deliver([1, 2, 3], into: sink) : .gone(status: 404)
    }
    try await Self.run(files: files, upstream: upstream) { harness in
      let record = try await harness.record(of: harness.create().jobID, untilStatus: 2, base: Self.base)
      #expect(Self.links(in: record) == ["\(Self.base)/-/assets/\(AssetID(hashing: [1, 2, 3])).png"])
    }
  }

  @Test(
    "a file that cannot be had is lost, once and for all, and the next create buys and says why",
    arguments: [.gone(status: 404), .refused(reason: "10.0.0.1"), .tooLarge] as [FileOutcome])
  func lost(outcome: FileOutcome) async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    files.onDownload { _, _, _ in outcome }
    try await Self.run(files: files, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .seconds(10)) {
        try await harness.store.generation(job.generation)?.files == .lost
      }
      let record = try await harness.gateway.query(job.jobID, from: harness.local, base: Self.base)
      #expect(record["status"]?.number?.int64 == 2 && Self.links(in: record.object) == [Self.url])
      #expect(files.requests.count <= Copying.maximumRefusals)
      #expect(try await harness.create().outcome == .miss(bypassed: false, loss: .lost))
    }
  }

  @Test("a server that is away for a while is asked again, with growing pauses and an end")
  func triedAgain() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    files.onDownload { request, sink, number in
      number < 5 ? .failed(reason: "503") : await ScriptedFiles.deliver(Array(request.url.utf8), into: sink)
    }
    try await Self.run(files: files, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .milliseconds(500)) {
        try await harness.store.generation(job.generation)?.files == .kept
      }
      #expect(files.requests.count == 5 && time.uptime() > .seconds(10))
      files.onDownload { _, _, _ in .failed(reason: "503") }
      let other = try await harness.create("a dog")
      try await time.advance(by: .seconds(120)) {
        try await harness.store.generation(other.generation)?.files == .lost
      }
      #expect(files.requests.count == 5 + Copying.maximumTries)
    }
  }

  @Test("a server that was never asked costs no try, however often")
  func notTried() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    let silent = Copying.maximumTries + 10
    files.onDownload { request, sink, number in
      number <= silent ? .notTried(reason: "busy") : await ScriptedFiles.deliver(Array(request.url.utf8), into: sink)
    }
    try await Self.run(files: files, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .seconds(1)) {
        try await harness.store.generation(job.generation)?.files == .kept
      }
      #expect(files.requests.count == silent + 1 && time.uptime() > .seconds(3 * silent))
    }
  }

  @Test("a database without room costs a file that has come no try, however often")
  func fullDatabase() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    try await Self.run(files: files, time: time) { harness in
      let store = try #require(harness.store as? SQLiteStore)
      try await store.writer.write { db, _ in
        try db.execute(
          sql: "CREATE TRIGGER full BEFORE INSERT ON assets BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
      }
      let job = try await harness.create()
      try await time.advance(by: .seconds(120)) { files.requests.count > Copying.maximumTries + 5 }
      #expect(try await harness.store.generation(job.generation)?.files == .copying)
      try await store.writer.write { db, _ in try db.execute(sql: "DROP TRIGGER full") }
      try await time.advance(by: .seconds(120)) {
        try await harness.store.generation(job.generation)?.files == .kept
      }
    }
  }

  @Test("what was not copied when the process ended is copied by the next, and so is what was passed on before")
  func takenUp() async throws {
    let folder = TemporaryFolder()
    let files = ScriptedFiles()
    let upstream = ScriptedUpstream()
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      try await harness.record(of: harness.create("passed on").jobID, untilStatus: 2)
    }
    files.onDownload { _, _, _ in
      try? await Task.sleep(for: .seconds(3600))
      return .cut(reason: "cancelled")
    }
    try await Self.run(folder: folder.path, files: files, upstream: upstream) { harness in
      _ = try await harness.create("broken off")
      try await eventually("both are copied") { files.requests.count >= 2 ? true : nil }
    }
    files.onDownload { request, sink, _ in await ScriptedFiles.deliver(Array(request.url.utf8), into: sink) }
    try await Self.run(folder: folder.path, files: files, upstream: upstream) { harness in
      try await eventually("both are kept") {
        let generations = try await harness.store.generations(in: nil, before: nil, limit: 10)
        return generations.allSatisfy { $0.files == .kept } ? true : nil
      }
      for prompt in ["passed on", "broken off"] {
        guard case .hit = try await harness.create(prompt).outcome else { throw Unexpected(prompt) }
      }
    }
  }

  @Test("the longest unused file makes room, not one whose link was named in the last hour")
  func room() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    let blobs = InMemoryBlobs()
    files.onDownload { _, sink, number in
      await ScriptedFiles.deliver([UInt8](repeating: UInt8(number), count: 100), into: sink)
    }
    func asset(_ number: UInt8) -> AssetID { AssetID(hashing: [UInt8](repeating: number, count: 100)) }
    var policy = Self.policy
    policy.maximumStored = 250
    try await Self.run(policy: policy, files: files, blobs: blobs, time: time) { harness in
      func keep(_ prompt: String) async throws -> CreateAnswer {
        let job = try await harness.create(prompt)
        try await time.advance(by: .milliseconds(5)) {
          try await harness.store.generation(job.generation)?.files == .kept
        }
        return job
      }
      let first = try await keep("1")
      _ = try await keep("2")
      // Nothing may go yet: it takes more than its room rather than break a promise.
      _ = try await keep("3")
      #expect(try await blobs.sizes().count == 3)
      time.advance(by: .seconds(3500))
      // A query names the first; the others were not used for an hour then.
      _ = try await harness.gateway.query(first.jobID, from: harness.local, base: Self.base)
      try await time.advance(by: .seconds(20)) { try await blobs.sizes().count == 2 }
      #expect(try await blobs.size(of: asset(1)) == 100)
      #expect(try await blobs.size(of: asset(2)) == nil)
      await #expect(throws: GatewayError.fileGone) { try await harness.gateway.asset(asset(2)) }
      await #expect(throws: GatewayError.noSuchFile) { try await harness.gateway.asset(asset(9)) }
      #expect(try await harness.create("2").outcome == .miss(bypassed: false, loss: .evicted))
      guard case .hit = try await harness.create("1").outcome else { throw Unexpected("the first is a hit") }
    }
  }

  @Test("a result that is purged while its files are copied is bought again, not joined")
  func purgedWhileCopying() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    files.onDownload { _, _, _ in .failed(reason: "503") }
    try await Self.run(files: files, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .milliseconds(5)) { !files.requests.isEmpty }
      #expect(try await harness.create().outcome == .joined)
      _ = try await harness.gateway.room?.purge(job.generation)
      #expect(try await harness.create().outcome == .miss(bypassed: false, loss: .purged))
      await #expect(throws: GatewayError.noSuchJob) {
        try await harness.gateway.query(job.jobID, from: harness.local, base: Self.base)
      }
    }
  }

  @Test("without a mirror, what waits for its files is replayed with the vendor's links")
  func passedOn() async throws {
    let folder = TemporaryFolder()
    let files = ScriptedFiles()
    let upstream = ScriptedUpstream()
    files.onDownload { _, _, _ in .failed(reason: "503") }
    try await Self.run(folder: folder.path, files: files, upstream: upstream) { harness in
      let job = try await harness.create()
      try await eventually("it is copied") {
        try await harness.store.generation(job.generation)?.files == .copying ? true : nil
      }
    }
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let hit = try await harness.create()
      guard case .hit = hit.outcome else { throw Unexpected("\(hit.outcome)") }
      #expect(Self.links(in: try await harness.record(of: hit.jobID, untilStatus: 2)) == [Self.url])
    }
  }

  @Test("a file that is refused does not keep the others of its result waiting")
  func oneOfTwo() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    let upstream = ScriptedUpstream()
    upstream.onQuery { id in
      .record(
        UpstreamRecord(
          status: .succeeded,
          data: ["result": ["images": ["https://f.example/a.png", "https://f.example/b.png"]], "status": 2],
          credit: Money(nanodollars: 40_000_000), refunded: .zero))
    }
    files.onDownload { request, sink, number in
      let isRefused = request.url.hasSuffix("a.png") && files.requests.count { $0.url == request.url } < 3
      return isRefused ? .gone(status: 403) : await ScriptedFiles.deliver(Array(request.url.utf8), into: sink)
    }
    try await Self.run(files: files, upstream: upstream, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .milliseconds(5)) {
        try await harness.store.files(of: job.generation).map(\.state) == [.pending, .stored]
      }
      try await time.advance(by: .seconds(10)) {
        try await harness.store.generation(job.generation)?.files == .kept
      }
      #expect(time.uptime() > .seconds(60), "the second refusal waits longer than the first")
    }
  }

  @Test("a refused file keeps its own pauses beside one that fails in another way")
  func ownPauses() async throws {
    let time = ManualTime()
    let files = ScriptedFiles()
    let upstream = ScriptedUpstream()
    upstream.onQuery { id in
      .record(
        UpstreamRecord(
          status: .succeeded,
          data: ["result": ["images": ["https://f.example/a.png", "https://f.example/b.png"]], "status": 2],
          credit: Money(nanodollars: 40_000_000), refunded: .zero))
    }
    files.onDownload { request, _, _ in request.url.hasSuffix("a.png") ? .gone(status: 403) : .failed(reason: "503") }
    try await Self.run(files: files, upstream: upstream, time: time) { harness in
      let job = try await harness.create()
      try await time.advance(by: .milliseconds(5)) { !files.requests.isEmpty }
      try await time.advance(by: .milliseconds(100)) { files.requests.count { $0.url.hasSuffix("b.png") } >= 5 }
      #expect(time.uptime() < .seconds(60) && files.requests.count { $0.url.hasSuffix("a.png") } == 1)
      #expect(try await harness.store.generation(job.generation)?.files == .copying)
    }
  }

  @Test("a damaged file is not served, and its result is bought again")
  func damaged() async throws {
    let blobs = InMemoryBlobs()
    try await Self.run(blobs: blobs) { harness in
      try await harness.record(of: harness.create().jobID, untilStatus: 2)
      guard case .hit = try await harness.create().outcome else { throw Unexpected("a hit") }
      blobs.damage(Self.asset, with: [0])
      await harness.gateway.lose(Self.asset, because: "its bytes are not those of its name")
      await #expect(throws: GatewayError.fileGone) { try await harness.gateway.asset(Self.asset) }
      #expect(try await blobs.size(of: Self.asset) == nil)
      #expect(try await harness.create().outcome == .miss(bypassed: false, loss: .lost))
    }
  }

  @Test("a file that was damaged and is whole again is not given up, and what is lost is said to be once")
  func healed() async throws {
    let blobs = InMemoryBlobs()
    let log = LogRecorder()
    try await EngineHarness.run(
      policy: Self.policy, files: FileKeeping(source: ScriptedFiles(), blobs: blobs), logger: log.logger
    ) { harness in
      try await harness.record(of: harness.create().jobID, untilStatus: 2)
      // Somebody has seen it damaged, or missing, and another copy of the same bytes has come since.
      await harness.gateway.lose(Self.asset, because: "it is not on the disk")
      #expect(try await blobs.size(of: Self.asset) != nil)
      guard case .hit = try await harness.create().outcome else { throw Unexpected("a hit") }
      var bytes = Array(Self.url.utf8)
      bytes[0] ^= 1
      blobs.damage(Self.asset, with: bytes)
      for _ in 0..<2 { await harness.gateway.lose(Self.asset, because: "its bytes are not those of its name") }
      #expect(log.lines("a kept file is lost; the next identical creates buy again").count == 1)
      #expect(try await blobs.size(of: Self.asset) == nil)
    }
  }

  @Test("a start removes files that nobody names, and gives up rows whose file is missing")
  func tidied() async throws {
    let folder = TemporaryFolder()
    let blobs = InMemoryBlobs()
    let upstream = ScriptedUpstream()
    try await Self.run(folder: folder.path, blobs: blobs, upstream: upstream) { harness in
      try await harness.record(of: harness.create("1").jobID, untilStatus: 2)
    }
    try await blobs.remove(Self.asset)
    let stray = try await blobs.draft()
    try await stray.append([1])
    let strayID = try await stray.finish().id
    try await Self.run(folder: folder.path, blobs: blobs, upstream: upstream) { harness in
      try await eventually("the stray file is gone") { try await blobs.size(of: strayID) == nil ? true : nil }
      // One folder of files after the other is put in order, and this one's is behind.
      try await eventually("the row is given up", holds: { try await harness.store.asset(Self.asset)?.isStored == false })
      #expect(try await harness.create("1").outcome == .miss(bypassed: false, loss: .lost))
    }
  }

  private struct Unexpected: Error {
    let what: String
    init(_ what: String) { self.what = what }
  }
}
