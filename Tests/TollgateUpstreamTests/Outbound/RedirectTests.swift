import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// Redirects of downloads: two, and each is checked like the first link.
@Suite("A download that is redirected", .timeLimit(.minutes(15)))
struct RedirectTests {
  @Test(arguments: [301, 302, 303, 307, 308]) func redirectIsFollowed(status: Int) async throws {
    let script: RawServer.Script = { peer in
      let line = RequestBytes(await peer.request()).headLines.first ?? ""
      let answer = line.contains("/moved") ? http("200 OK", "hello") : "HTTP/1.1 \(status) M\r\nLocation: /moved?x\r\n\r\n"
      try await peer.send(answer)
    }
    try await RawServer.run(script: script) { server in
      let sink = MemorySink()
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/a", limit: 100, offset: 3, validator: "\"v\"")
        #expect(await downloader.download(request, into: sink) == .complete)
      }
      #expect(sink.bytes == Array("hello".utf8))
      // What is missing is what is asked for at the other place too.
      #expect(server.requests.allSatisfy { RequestBytes($0).headLines.contains("Range: bytes=3-") })
    }
  }

  @Test(arguments: [(2, .complete), (3, .failed(reason: "the server redirected more than 2 times"))] as [(Int, FileOutcome)])
  func chain(length: Int, outcome: FileOutcome) async throws {
    let counter = Counter()
    let script: RawServer.Script = { peer in
      await peer.request()
      let isEnd = counter.next() == length
      try await peer.send(isEnd ? http("200 OK", "hello") : "HTTP/1.1 302 Found\r\nLocation: /\(counter.value)\r\n\r\n")
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/a", limit: 100)
        #expect(await downloader.download(request, into: MemorySink()) == outcome)
      }
      #expect(server.connections == 3)
    }
  }

  @Test func loopEnds() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n")
    }
    try await RawServer.run(script: script) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/a", limit: 100)
        let outcome = await downloader.download(request, into: MemorySink())
        #expect(outcome == .failed(reason: "the server redirected more than 2 times"))
      }
    }
  }
}
