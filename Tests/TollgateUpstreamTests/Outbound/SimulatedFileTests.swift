import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// Whole files of the simulator, with its faults, as the gateway meets them.
@Suite("A file of the simulator", .timeLimit(.minutes(15)))
struct SimulatedFileTests {
  private static let credential = Secret("ak-test")

  /// Runs `body` with a downloader and the link of a finished job's file.
  private func withFile(
    bytes: Int, time: any TimeSource = SystemTimeSource(),
    _ body: (Simulator, FileDownloader, _ link: () async throws -> String) async throws -> Void
  ) async throws {
    var configuration = SimulatorConfiguration()
    configuration.fileSize = ByteCount(bytes: bytes)
    configuration.jobDuration = .zero
    configuration.fileLifetime = .seconds(2)
    try await withSimulator(configuration, time: time) { simulator, base in
      let address = try #require(HTTPAddress(base))
      try await ShortAPIClient.withClient(configuration: .init(baseURL: address)) { client in
        let create = Array(#"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"a cat"}}"#.utf8)
        guard case .accepted(let id, _) = await client.create(create, credential: Self.credential) else {
          Issue.record("the create was not accepted")
          return
        }
        try await withDownloader(policy: .forDownloads(from: address)) { downloader in
          try await body(simulator, downloader) {
            let record = try #require(await client.query(id, credential: Self.credential).record)
            return try #require(record.data["result"]?["images"]?.array?.first?["url"]?.string)
          }
        }
      }
    }
  }

  @Test func cutDownloadIsContinued() async throws {
    try await withFile(bytes: 3_000_000, time: ManualTime()) { simulator, downloader, link in
      let url = try await link()
      let whole = MemorySink()
      #expect(await downloader.download(FileRequest(url: url, limit: 3_000_000), into: whole) == .complete)
      #expect(whole.bytes.count == 3_000_000)

      simulator.setFaults([Fault(on: .file, .truncated, times: 2)])
      let sink = MemorySink()
      let cut = FileOutcome.cut(reason: "the connection broke off")
      #expect(await downloader.download(FileRequest(url: url, limit: 3_000_000), into: sink) == cut)
      let validator = sink.validators.last ?? nil
      for (offset, outcome) in [(1_500_000, cut), (2_250_000, .complete)] {
        #expect(sink.bytes.count == offset)
        let rest = FileRequest(url: url, limit: 3_000_000, offset: Int64(offset), validator: validator)
        #expect(await downloader.download(rest, into: sink) == outcome)
      }
      #expect(sink.begun == [0, 1_500_000, 2_250_000])
      #expect(sink.bytes == whole.bytes)
    }
  }

  @Test(
    arguments: [
      (Fault(on: .file, .redirect, times: 2), .complete, 1000), (Fault(on: .file, .noRanges), .complete, 1000),
      (Fault(on: .file, .redirect), .failed(reason: "the server redirected more than 2 times"), 0),
      (Fault(on: .file, .staleLink), .gone(status: 404), 0), (Fault(on: .file, .unauthorized), .gone(status: 401), 0),
      (Fault(on: .file, .reject).with { $0.status = 403 }, .gone(status: 403), 0),
      (Fault(on: .file, .html), .failed(reason: "the server answered with status 502"), 0),
      (Fault(on: .file, .rateLimit), .failed(reason: "the server answered with status 429"), 0),
      (Fault(on: .file, .encoded), .failed(reason: "the server sent the file encoded, without being asked to"), 0),
      (Fault(on: .file, .drop), .failed(reason: "the connection broke off"), 0),
      // What says less than it sends is as long as it says.
      (Fault(on: .file, .wrongLength), .complete, 500), (Fault(on: .file, .endless), .tooLarge, 0),
    ] as [(Fault, FileOutcome, Int)])
  func fault(fault: Fault, outcome: FileOutcome, count: Int) async throws {
    try await withFile(bytes: 1000, time: ManualTime()) { simulator, downloader, link in
      let url = try await link()
      simulator.setFaults([fault])
      let sink = MemorySink()
      #expect(await downloader.download(FileRequest(url: url, limit: 1_000_000), into: sink) == outcome)
      if outcome != .tooLarge { #expect(sink.bytes.count == count) }
    }
  }

  @Test func expiredFileIsGone() async throws {
    let time = ManualTime()
    try await withFile(bytes: 1000, time: time) { _, downloader, link in
      let url = try await link()
      #expect(await downloader.download(FileRequest(url: url, limit: 1000), into: MemorySink()) == .complete)
      time.advance(by: .seconds(2))
      #expect(await downloader.download(FileRequest(url: url, limit: 1000), into: MemorySink()) == .gone(status: 404))
    }
  }

  /// While nobody takes what has come, nothing more is taken from the network than its buffers hold.
  @Test func largeFileIsNeverHeld() async throws {
    let total = 64 << 20
    let sent = NIOLockedValueBox(0)
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
      let piece = [UInt8](repeating: 7, count: 1 << 16)
      for _ in 0..<total / piece.count {
        try await peer.send(piece)
        sent.withLockedValue { $0 += piece.count }
      }
    }
    let sink = HesitantSink(sent: sent)
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: Int64(total))
        #expect(await downloader.download(request, into: sink) == .complete)
      }
    }
    let (count, underWay) = sink.figures.withLockedValue { $0 }
    #expect(count == total)
    // The kernel's buffers of both sides are some megabytes.
    #expect(underWay < 24 << 20)
  }

  /// Waits with the first bytes until the server cannot send any more.
  private struct HesitantSink: FileSink {
    let sent: NIOLockedValueBox<Int>
    let figures = NIOLockedValueBox((count: 0, underWay: 0))

    func begin(at offset: Int64, validator: String?) async throws(BlobError) {
      var last = -1
      while sent.withLockedValue({ $0 }) != last {
        last = sent.withLockedValue { $0 }
        try? await Task.sleep(for: .milliseconds(500))
      }
      figures.withLockedValue { $0.underWay = last }
    }

    func append(_ bytes: [UInt8]) async throws(BlobError) { figures.withLockedValue { $0.count += bytes.count } }
  }
}
