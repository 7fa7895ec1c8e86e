import HTTPTypes
import NIOCore
import Testing

@testable import TollgateServer

@Suite("Requests that are answered on the event loop")
struct InstantLaneTests {
  private static func post(_ path: String, _ body: String = "", _ fields: [String] = []) -> String {
    RawMessage.request("POST \(path) HTTP/1.1", ["Host: a", "Content-Length: \(body.utf8.count)"] + fields, body)
  }

  @Test func pipelinedAnswersAreWrittenAtOnce() throws {
    let connection = try ConnectionUnderTest(answerer: InstantStub())
    try connection.send((0..<20).map { Self.post("/instant/\($0)", "body \($0)") }.joined())
    #expect(try connection.answers.map { String(decoding: $0.body, as: UTF8.self) } == (0..<20).map { "body \($0)" })
    #expect(connection.end.flushes == 1)
    #expect(connection.responder.heads.isEmpty)
    #expect(!connection.isEnding)
  }

  @Test func theOrderIsThatOfTheRequests() throws {
    // What the answerer knows, what it does not know, what it does not want to see, and what nobody can read.
    for bad in [false, true] {
      let stub = InstantStub()
      let connection = try ConnectionUnderTest(answerer: stub, answersAtOnce: false)
      try connection.send(
        Self.post("/instant/1", "1") + Self.post("/slow/2", "2") + Self.post("/instant/3", "3") + Self.post("/maybe/4", "4")
          + Self.post("/instant/5", "5") + (bad ? "GET / HTTP/1.1\r\n\r\n" : Self.post("/instant/6", "6"))
          + Self.post("/instant/7", "7"))
      #expect(try connection.statuses == [200])
      #expect(connection.responder.paths == ["/slow/2"])
      #expect(stub.paths == ["/instant/1"], "nothing is asked about behind an unanswered request")
      connection.responder.answer(202)
      #expect(try connection.statuses == [200, 202, 200])
      #expect(connection.responder.paths == ["/slow/2", "/maybe/4"])
      connection.responder.answer(203)
      #expect(try connection.statuses == [200, 202, 200, 203, 200] + (bad ? [400] : [200, 200]))
      #expect(connection.isEnding == bad)
      #expect(connection.responder.requests.map(\.body) == [Array("2".utf8), Array("4".utf8)])
    }
  }

  @Test func theThirtySecondOfSixtyFourIsBad() throws {
    let connection = try ConnectionUnderTest(answerer: InstantStub())
    let requests = (1...64).map { number in
      number == 32 ? "GET /\(number) HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" : Self.post(number % 2 == 0 ? "/instant" : "/main")
    }
    try connection.send(requests.joined())
    #expect(try connection.statuses == Array(repeating: 200, count: 31) + [400])
    #expect(connection.responder.requests.count == 16)
    #expect(connection.isEnding)
  }

  @Test func aBodyInPiecesIsCollected() throws {
    let body = String(repeating: "0123456789", count: 20_000)
    for path in ["/instant", "/maybe"] {
      let stub = InstantStub()
      let connection = try ConnectionUnderTest(answerer: stub)
      for piece in Self.post(path, body).latin1.chunked(7777) { try connection.send(piece) }
      #expect(stub.paths == [path])
      let answers = try connection.answers
      #expect(answers.map(\.status) == [200])
      #expect(answers.first?.body == Array((path == "/instant" ? body : "{}").utf8))
      #expect(connection.responder.requests.map(\.body) == (path == "/instant" ? [] : [Array(body.utf8)]))
    }
  }

  @Test func aStrangersBodyIsNotWaitedFor() throws {
    let stub = InstantStub()
    let connection = try ConnectionUnderTest(answerer: stub, answersAtOnce: false)
    let request = Self.post("/instant/stranger", "body")
    try connection.send(request)
    #expect(stub.paths == ["/instant/stranger"], "what has come as a whole is looked at at once")
    try connection.send(String(request.dropLast()))
    #expect(connection.responder.heads.map(\.path) == ["/instant/stranger"], "the main lane knows what is wrong")
  }

  @Test func whatIsTooLargeOrOfUnknownLengthGoesOn() throws {
    let stub = InstantStub()
    let connection = try ConnectionUnderTest(answerer: stub)
    try connection.send(Self.post("/instant", String(repeating: "x", count: 256 * 1024 + 1)))
    try connection.send(RawMessage.request("POST /instant HTTP/1.1", ["Host: a", "Transfer-Encoding: chunked"], "0\r\n\r\n"))
    #expect(stub.paths == [])
    #expect(connection.responder.requests.map(\.body.count) == [256 * 1024 + 1, 0])
  }

  @Test func itSaysSoWhereTheConnectionEnds() throws {
    var limits = ConnectionLimits()
    limits.requests = 3
    let many = try ConnectionUnderTest(limits, answerer: InstantStub())
    try many.send((0..<5).map { Self.post("/instant/\($0)") }.joined())
    #expect(try many.answers.map { $0["connection"] } == [[], [], ["close"]])
    #expect(many.isEnding)

    for last in [
      Self.post("/instant", "", ["Connection: close"]), RawMessage.request("POST /instant HTTP/1.0", ["Content-Length: 0"]),
    ] {
      let connection = try ConnectionUnderTest(answerer: InstantStub())
      try connection.send(last + Self.post("/instant"))
      #expect(try connection.answers.map { $0["connection"] } == [["close"]])
      #expect(connection.isEnding)
    }
  }

  @Test func nothingIsAnsweredToAClientThatDoesNotRead() throws {
    let stub = InstantStub()
    let connection = try ConnectionUnderTest(answerer: stub)
    connection.setWritable(false)
    try connection.send(Self.post("/instant/1") + Self.post("/instant/2"))
    #expect(stub.paths == [])
    let reads = connection.end.reads
    connection.channel.read()
    #expect(connection.end.reads == reads, "it is not read from, either")
    connection.setWritable(true)
    #expect(try connection.statuses == [200, 200])
    #expect(connection.end.reads == reads + 1)
  }
}

extension [UInt8] {
  /// Pieces of a size.
  func chunked(_ size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
