import NIOCore
import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// Every way in which a download ends, over real sockets.
@Suite("A file that is downloaded", .timeLimit(.minutes(15)))
struct DownloadTests {
  private static let ok = "HTTP/1.1 200 OK\r\n"

  /// What a server sends before it closes, how the download ends, and what was stored.
  @Test(
    arguments: [
      (ok + "Content-Length: 5\r\n\r\nhello", .complete, "hello"),
      (ok + "Content-Length: 0\r\n\r\n", .complete, ""),
      (ok + "\r\nhello", .complete, "hello"),
      (ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", .complete, "hello"),
      // What comes behind the length is no part of the file.
      (ok + "Content-Length: 5\r\n\r\nhello, world", .complete, "hello"),
      (ok + "Content-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello", .complete, "hello"),
      ("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", .complete, "hi"),
      (ok + "Content-Length: 6\r\n\r\nhello", .cut(reason: "the connection broke off"), "hello"),
      (ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", .cut(reason: "the connection broke off"), "hello"),
      (ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n", .cut(reason: "the server's answer is not HTTP"), "hello"),
      ("HTTP/1.1 401 Unauthorized\r\nContent-Length: 1\r\n\r\nx", .gone(status: 401), nil),
      ("HTTP/1.1 403 Forbidden\r\nContent-Length: 1\r\n\r\nx", .gone(status: 403), nil),
      ("HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\nx", .gone(status: 404), nil),
      ("HTTP/1.1 410 Gone\r\n\r\n", .gone(status: 410), nil),
      ("HTTP/1.1 429 Too Many\r\n\r\n", .failed(reason: "the server answered with status 429"), nil),
      ("HTTP/1.1 500 No\r\n\r\n", .failed(reason: "the server answered with status 500"), nil),
      ("HTTP/1.1 503 No\r\n\r\n", .failed(reason: "the server answered with status 503"), nil),
      ("HTTP/1.1 204 No\r\n\r\n", .failed(reason: "the server answered with status 204"), nil),
      ("HTTP/1.1 304 No\r\n\r\n", .failed(reason: "the server answered with status 304"), nil),
      ("HTTP/1.1 302 Found\r\n\r\n", .failed(reason: "the server redirects to nowhere"), nil),
      (
        "HTTP/1.1 206 Part\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nhello",
        .failed(reason: "the server sent a part of the file, without being asked to"), nil
      ),
      (
        ok + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        .failed(reason: "the server sent the file encoded, without being asked to"), nil
      ),
      (ok + "Content-Length: 101\r\n\r\nhello", .tooLarge, nil),
      (ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", .failed(reason: "the server's answer is not HTTP"), nil),
      (ok + "Content-Length: -5\r\n\r\nhello", .failed(reason: "the server's answer is not HTTP"), nil),
      ("SSH-2.0-OpenSSH_9.9\r\n", .failed(reason: "the server's answer is not HTTP"), nil),
      ("", .failed(reason: "the connection broke off"), nil),
      ("HTTP/1.1 200 OK\r\nContent-", .failed(reason: "the connection broke off"), nil),
      (ok + "X: \(String(repeating: "x", count: 70_000))\r\n\r\n", .failed(reason: "the server's answer is not HTTP"), nil),
    ] as [(String, FileOutcome, String?)])
  func outcome(answer: String, outcome: FileOutcome, stored: String?) async throws {
    let sink = MemorySink()
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(answer)
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/a.png", limit: 100)
        #expect(await downloader.download(request, into: sink) == outcome)
      }
    }
    #expect(sink.begun == (stored == nil ? [] : [0]))
    #expect(String(decoding: sink.bytes, as: UTF8.self) == stored ?? "")
  }

  @Test func requestIsConstant() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/a%20b.png?sig=1#x", limit: 100)
        for _ in 0..<2 { #expect(await downloader.download(request, into: MemorySink()) == .complete) }
      }
      let lines = [
        "GET /a%20b.png?sig=1 HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "User-Agent: tollgate", "Accept: */*",
        "Accept-Encoding: identity", "Connection: close",
      ]
      #expect(server.requests.map { RequestBytes($0).headLines } == [lines, lines])
    }
  }

  @Test func endlessBodyEndsAtTheLimit() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\n\r\n")
      while true { try await peer.send([UInt8](repeating: 7, count: 10_000)) }
    }
    let sink = MemorySink()
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 1_000_000)
        #expect(await downloader.download(request, into: sink) == .tooLarge)
      }
    }
    #expect(sink.bytes.count <= 1_000_000)
  }

  @Test func limitIsAllowed() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\n\r\nhello")
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        for (limit, outcome) in [(5, .complete), (4, .tooLarge)] as [(Int64, FileOutcome)] {
          let request = FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: limit)
          #expect(await downloader.download(request, into: MemorySink()) == outcome)
        }
      }
    }
  }

  @Test func sinkWithoutRoomEndsTheDownload() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(http("200 OK", "hello"))
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 100)
        #expect(await downloader.download(request, into: MemorySink(room: 4)) == .notStored(.noRoom))
      }
    }
  }

  @Test func nobodyThereIsAFailure() async throws {
    let port = try FreePort.next()
    try await withDownloader(resolver: FixedResolver { _, _ in [] }) { downloader in
      let nobody = FileRequest(url: "http://127.0.0.1:\(port)/", limit: 100)
      #expect(
        await downloader.download(nobody, into: MemorySink()) == .failed(reason: "the server could not be reached"))
      let unknown = FileRequest(url: "https://unknown.test/", limit: 100)
      #expect(
        await downloader.download(unknown, into: MemorySink()) == .failed(reason: "the server's name could not be resolved"))
    }
  }

  @Test func nextAddressIsTriedWhereOneIsDead() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(http("200 OK", "hello"))
    }
    try await RawServer.run(script: script) { server in
      let resolver = FixedResolver { _, _ in ["127.0.0.3", "127.0.0.1"] }
      try await withDownloader(resolver: resolver) { downloader in
        let request = FileRequest(url: "http://localhost:\(server.port)/", limit: 100)
        #expect(await downloader.download(request, into: MemorySink()) == .complete)
      }
      #expect(resolver.questions == 1)
    }
  }

  @Test func systemResolverKnowsThisMachine() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(http("200 OK", "hello"))
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://LOCALHOST.:\(server.port)/", limit: 100)
        #expect(await downloader.download(request, into: MemorySink()) == .complete)
      }
    }
  }
}
