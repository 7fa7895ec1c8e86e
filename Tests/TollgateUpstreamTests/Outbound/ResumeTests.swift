import Testing
import TollgateCore
import TollgateUpstream

/// What is still missing is asked for where the server said by what to know the file.
@Suite("A download that is continued", .timeLimit(.minutes(15)))
struct ResumeTests {
  private static let range = ["Range: bytes=5-", #"If-Range: "v1""#]
  private static let hello = "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 11\r\n\r\nhello world"

  /// The answers to each request, how the download of `hello world` ends after its first five bytes, and from where it came.
  @Test(
    arguments: [
      (["206 P\r\nContent-Range: bytes 5-10/11\r\nETag: \"v1\"\r\nContent-Length: 6\r\n\r\n world"], .complete, [5]),
      (["206 P\r\nContent-Range: bytes 5-10/*\r\nContent-Length: 6\r\n\r\n world"], .complete, [5]),
      (["206 P\r\nContent-Range: bytes 5-10/11\r\n\r\n world"], .complete, [5]),
      // The file has changed, or the server knows no parts: all of it comes.
      (["200 OK\r\nETag: \"v2\"\r\nContent-Length: 11\r\n\r\nhello world"], .complete, [0]),
      // Another part than the one that is missing, or one of another file: all of it is asked for.
      (["206 P\r\nContent-Range: bytes 0-10/11\r\nContent-Length: 11\r\n\r\nhello world", "whole"], .complete, [0]),
      (["206 P\r\nContent-Range: bytes 5-8/11\r\nContent-Length: 4\r\n\r\n wor", "whole"], .complete, [0]),
      (["206 P\r\nContent-Length: 6\r\n\r\n world", "whole"], .complete, [0]),
      (["206 P\r\nContent-Range: bytes 5-10/11\r\nContent-Length: 7\r\n\r\n world!", "whole"], .complete, [0]),
      (["206 P\r\nContent-Range: bytes 5-10/11\r\nETag: \"v2\"\r\nContent-Length: 6\r\n\r\n world", "whole"], .complete, [0]),
      (["416 R\r\nContent-Range: bytes */4\r\nContent-Length: 0\r\n\r\n", "whole"], .complete, [0]),
      (["416 R\r\nContent-Length: 0\r\n\r\n", "whole"], .complete, [0]),
      // Nothing was missing.
      (["416 R\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n"], .complete, [5]),
      (
        ["206 P\r\nContent-Range: bytes 5-10/11\r\nContent-Length: 6\r\n\r\n wo"], .cut(reason: "the connection broke off"), [5]
      ),
      (["206 P\r\nContent-Range: bytes 5-100/101\r\nContent-Length: 96\r\n\r\n"], .tooLarge, []),
      (["206 P\r\nContent-Encoding: br\r\nContent-Range: bytes 5-10/11\r\nContent-Length: 6\r\n\r\n world"], encoded, []),
      (["404 N\r\n\r\n"], .gone(status: 404), []),
    ] as [([String], FileOutcome, [Int64])])
  func continued(answers: [String], outcome: FileOutcome, begun: [Int64]) async throws {
    let sink = MemorySink()
    try await sink.append(Array("hello".utf8))
    try await serve(answers) { server in
      let url = "http://127.0.0.1:\(server.port)/"
      try await withDownloader { downloader in
        let request = FileRequest(url: url, limit: 100, offset: 5, validator: "\"v1\"")
        #expect(await downloader.download(request, into: sink) == outcome)
      }
      let ranges = server.requests.map { RequestBytes($0).headLines.filter { $0.contains("ange: ") } }
      #expect(ranges == [Self.range] + answers.dropFirst().map { _ in [] })
    }
    #expect(sink.begun == begun)
    if begun == [0] || begun == [5], outcome == .complete {
      #expect(["hello world", "hello"].contains(String(decoding: sink.bytes, as: UTF8.self)))
      #expect(sink.bytes.count == 11 || answers[0].contains("*/5"))
    }
  }

  private static let encoded = FileOutcome.failed(reason: "the server sent the file encoded, without being asked to")

  /// Without a strong validator there is no telling whether two parts are of one file.
  @Test(arguments: [nil, "W/\"v1\"", "v1", "\"\"", "\"a\"b\"", "\"a\r\nX: y\""] as [String?])
  func withoutStrongValidatorAllIsAskedFor(validator: String?) async throws {
    let sink = MemorySink()
    try await serve(["whole"]) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 100, offset: 5, validator: validator)
        #expect(await downloader.download(request, into: sink) == .complete)
      }
      #expect(server.requests.allSatisfy { !RequestBytes($0).headLines.contains { $0.hasPrefix("Range") } })
    }
    #expect(sink.begun == [0])
    #expect(sink.validators == ["\"v2\""])
  }

  @Test func serverThatAlwaysRefusesPartsIsNotAskedForEver() async throws {
    try await serve(Array(repeating: "416 R\r\nContent-Length: 0\r\n\r\n", count: 9)) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "http://127.0.0.1:\(server.port)/", limit: 100, offset: 5, validator: "\"v1\"")
        let outcome = await downloader.download(request, into: MemorySink())
        #expect(outcome == .failed(reason: "the server answered with status 416"))
      }
      #expect(server.requests.count == 2)
    }
  }

  /// Answers each connection's request with the next of these.
  private func serve(_ answers: [String], _ body: (RawServer) async throws -> Void) async throws {
    let counter = Counter()
    let script: RawServer.Script = { peer in
      await peer.request()
      let answer = answers[min(counter.next(), answers.count - 1)]
      try await peer.send(answer == "whole" ? Self.hello : "HTTP/1.1 " + answer)
    }
    try await RawServer.run(script: script, body)
  }
}
