import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// Servers that take too long, and one that is waited for.
@Suite("A download that is slow", .timeLimit(.minutes(15)))
struct DownloadPaceTests {
  private func download(
    configure: (inout FileDownloader.Configuration) -> Void, script: @escaping RawServer.Script
  ) async throws -> FileOutcome {
    try await RawServer.run(script: script) { server in
      try await withDownloader(configure: configure) { downloader in
        await downloader.download(FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 1 << 20), into: MemorySink())
      }
    }
  }

  @Test func headThatDoesNotCome() async throws {
    let outcome = try await download {
      $0.headTimeout = .seconds(5)
    } script: { peer in
      await peer.request()
      await peer.closed()
    }
    #expect(outcome == .failed(reason: "the server did not answer in time"))
  }

  @Test func headThatNeverEnds() async throws {
    let outcome = try await download {
      $0.headTimeout = .seconds(5)
    } script: { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\n")
      while true {
        try await peer.send("X: y\r\n")
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    #expect(outcome == .failed(reason: "the server did not answer in time"))
  }

  @Test func bodyThatStops() async throws {
    let outcome = try await download {
      $0.idleTimeout = .milliseconds(200)
    } script: { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
      await peer.closed()
    }
    #expect(outcome == .cut(reason: "the server stopped in the middle of its answer"))
  }

  @Test func bodyThatDribbles() async throws {
    let outcome = try await download {
      $0.ratePeriod = .milliseconds(300)
      $0.minimumPerPeriod = .kibibytes(1)
    } script: { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while true {
        try await peer.send("x")
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(outcome == .cut(reason: "the server's answer came too slowly"))
  }

  @Test func bodyThatGoesOnForTooLong() async throws {
    let outcome = try await download {
      $0.totalTimeout = .seconds(25)
    } script: { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while true {
        try await peer.send("x")
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(outcome == .cut(reason: "the server's answer did not end in time"))
  }

  /// A slow disk is no slow server.
  @Test func slowSinkIsWaitedFor() async throws {
    let outcome = try await RawServer.run(script: { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
      try await peer.send([2] + [UInt8](repeating: 1, count: 999_999))
    }) { server in
      try await withDownloader {
        // The server's part is a moment, also on a machine that does much else; the sink's is longer than the period.
        $0.ratePeriod = .seconds(10)
        $0.minimumPerPeriod = .kibibytes(1000)
      } _: { downloader in
        await downloader.download(FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 1 << 20), into: SlowSink())
      }
    }
    #expect(outcome == .complete)
  }

  @Test func cancelledDownloadEndsAtOnce() async throws {
    let outcome = try await RawServer.run(script: { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
      await peer.closed()
    }) { server in
      try await withDownloader { downloader in
        try await withThrowingTaskGroup(of: FileOutcome?.self) { group in
          let sink = MemorySink()
          group.addTask {
            await downloader.download(FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 100), into: sink)
          }
          try await eventually("the beginning", holds: { sink.bytes.count == 5 })
          group.cancelAll()
          return try await group.next() ?? nil
        }
      }
    }
    #expect(outcome == .cut(reason: "the call was cancelled"))
  }

  private struct SlowSink: FileSink {
    func begin(at offset: Int64, validator: String?) async throws(BlobError) { await pause() }
    func append(_ bytes: [UInt8]) async throws(BlobError) { if bytes.contains(2) { await pause() } }
    private func pause() async { try? await Task.sleep(for: .milliseconds(5500)) }
  }
}
