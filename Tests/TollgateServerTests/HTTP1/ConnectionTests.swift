import HTTPTypes
import NIOCore
import Testing

@testable import TollgateServer

@Suite("A connection's answers and its end")
struct ConnectionTests {
  private static func get(_ path: String = "/", _ fields: [String] = [], version: String = "HTTP/1.1") -> String {
    RawMessage.request("GET \(path) \(version)", ["Host: a"] + fields)
  }

  private static func post(_ length: Int, _ fields: [String] = []) -> String {
    RawMessage.request("POST / HTTP/1.1", ["Host: a", "Content-Length: \(length)"] + fields)
  }

  // MARK: Versions and framing

  @Test func http10GetsItsVersionAndNoChunks() throws {
    for (version, body) in [("HTTP/1.0", "abc"), ("HTTP/1.1", "3\r\nabc\r\n0\r\n\r\n")] {
      let connection = try ConnectionUnderTest(answersAtOnce: false)
      try connection.send(Self.get(version: version))
      connection.responder.begin(200)
      connection.responder.write("abc")
      connection.responder.finish()
      let text = String(decoding: try connection.output, as: UTF8.self)
      #expect(text.hasPrefix("\(version) 200 OK\r\n"))
      #expect(text.hasSuffix("\r\n\r\n" + body))
      #expect(text.lowercased().contains("transfer-encoding: chunked") == (version == "HTTP/1.1"))
      #expect(text.contains("Connection: close") == (version == "HTTP/1.0"))
      #expect(connection.isEnding == (version == "HTTP/1.0"))
    }
  }

  @Test func anAnswerToHeadHasNoBodyOfAnyKind() throws {
    for length in [5, nil] {
      let connection = try ConnectionUnderTest(answersAtOnce: false)
      try connection.send(RawMessage.request("HEAD / HTTP/1.1", ["Host: a"]))
      connection.responder.begin(200, length: length)
      connection.responder.write("hello")
      connection.responder.finish()
      let text = String(decoding: try connection.output, as: UTF8.self)
      #expect(text.hasSuffix("\r\n\r\n") && !text.contains("chunked"))
      #expect(text.contains("Content-Length: 5") == (length == 5))
      #expect(!connection.isEnding)
    }
  }

  @Test func anAnswerWithoutContentHasNoLength() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    for status in [204, 304] {
      try connection.send(Self.get())
      connection.responder.begin(status, [.contentLength: "0"])
      connection.responder.finish()
    }
    #expect(try connection.answers.map { $0["content-length"] + $0["transfer-encoding"] } == [[], []])
  }

  @Test func theMainLaneMayEndTheConnection() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get() + Self.get("/2"))
    connection.responder.answer(200, [.connection: "close"])
    #expect(try connection.answers.map { $0["connection"] } == [["close"]])
    #expect(connection.isEnding && connection.responder.heads.count == 1)
  }

  // MARK: 100-continue

  @Test func whoWaitsForContinueGetsIt() throws {
    for answerer in [nil, InstantStub()] {
      let connection = try ConnectionUnderTest(answerer: answerer)
      let path = answerer == nil ? "/" : "/instant"
      try connection.send(
        RawMessage.request("POST \(path) HTTP/1.1", ["Host: a", "Content-Length: 2", "Expect: 100-Continue"]))
      #expect(try connection.statuses == [100])
      try connection.send("{}")
      #expect(try connection.statuses == [100, 200])
    }
  }

  @Test func whoDoesNotWaitOrSendsTooMuchGetsNoContinue() throws {
    let sent = try ConnectionUnderTest()
    try sent.send(Self.post(2, ["Expect: 100-continue"]) + "{}")
    #expect(try sent.statuses == [200])
    let huge = try ConnectionUnderTest(answersAtOnce: false)
    try huge.send(Self.post(17 << 20, ["Expect: 100-continue"]))
    #expect(try huge.statuses == [])
    huge.responder.answer(413)
    #expect(try huge.statuses == [413])
    #expect(huge.isEnding)
  }

  // MARK: Answers before the end of a request

  @Test func aLittleThatIsUnreadKeepsTheConnection() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.post(60_000))
    connection.responder.answer(401)
    #expect(try connection.answers.map { $0["connection"] } == [[]])
    #expect(!connection.isEnding)
    try connection.send(Array(repeating: 120, count: 60_000) + Self.get("/next").latin1)
    #expect(connection.responder.paths == ["/", "/next"])
    connection.responder.answer(200)
    #expect(try connection.statuses == [401, 200])
  }

  @Test func muchOrAnUnknownLengthThatIsUnreadEndsIt() throws {
    for head in [Self.post(70_000), RawMessage.create(["Transfer-Encoding: chunked"])] {
      let connection = try ConnectionUnderTest(answersAtOnce: false)
      try connection.send(head)
      connection.responder.answer(413)
      #expect(try connection.answers.map { $0["connection"] } == [["close"]])
      #expect(connection.end.isOutputClosed && !connection.isClosed)
      // What comes is dropped, and the client has time to read.
      try connection.send(Array(repeating: 120, count: 70_000) + RawMessage.sentinel)
      #expect(connection.responder.requests.isEmpty && !connection.isClosed)
      connection.advance(.milliseconds(4999))
      #expect(!connection.isClosed)
      connection.advance(.milliseconds(1))
      #expect(connection.isClosed)
    }
  }

  @Test func whoIsStillSendingHasMoreTimeToRead() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.post(17 << 20))
    connection.responder.answer(413)
    for _ in 0..<7 {
      connection.advance(.seconds(4))
      try connection.send([120])
    }
    connection.advance(.milliseconds(1999))
    #expect(!connection.isClosed)
    connection.advance(.milliseconds(1))
    #expect(connection.isClosed)
  }

  @Test func whatIsDroppedHasAnEnd() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.post(1 << 30))
    connection.responder.answer(413)
    for _ in 0..<20 { try connection.send(Array(repeating: 120, count: 1 << 20)) }
    let reads = connection.end.reads
    connection.channel.read()
    #expect(connection.end.reads == reads && !connection.isClosed)
    connection.advance(.seconds(5))
    #expect(connection.isClosed)
  }

  @Test func theClientsEndEndsTheWaitAtOnce() throws {
    let connection = try ConnectionUnderTest()
    try connection.send(Self.get("/", ["Connection: close"]))
    #expect(connection.end.isOutputClosed && !connection.isClosed)
    connection.sendEnd()
    #expect(connection.isClosed)
  }

  @Test func theMainLaneCannotCutTheLastAnswerOff() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(RawMessage.create(["Transfer-Encoding: chunked"], "x\r\n"))
    #expect(try connection.statuses == [400])
    // Its own answer comes too late, and its close is not to reset the connection.
    connection.responder.answer(500)
    connection.responder.close(.output)
    connection.responder.close(.all)
    #expect(try connection.statuses == [400])
    #expect(connection.responder.errors == 1)
    #expect(!connection.isClosed)
    connection.advance(.seconds(5))
    #expect(connection.isClosed)
  }

  @Test func aBrokenBodyBehindABegunAnswerEndsTheConnectionAfterIt() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(RawMessage.create(["Transfer-Encoding: chunked"], "5\r\n"))
    connection.responder.begin(200)
    connection.responder.write("a")
    try connection.send("helloX")
    #expect(!connection.isEnding && connection.responder.errors == 1)
    connection.responder.write("b")
    connection.responder.finish()
    #expect(try connection.answers.map(\.body) == [Array("ab".utf8)])
    #expect(connection.isEnding)
  }

  @Test func theMainLaneClosesAtItsEnd() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get())
    connection.responder.close(.all)
    #expect(connection.isClosed)
  }

  // MARK: The client's end

  @Test func wholeRequestsAreAnsweredAfterTheClientsEnd() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get("/1") + Self.get("/2") + "GET /3")
    connection.sendEnd()
    connection.responder.answer(200)
    #expect(!connection.isClosed && connection.responder.paths == ["/1", "/2"])
    connection.responder.answer(200)
    #expect(try connection.statuses == [200, 200])
    #expect(connection.isClosed)
  }

  @Test func halfABodyIsNoRequest() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.post(5) + "he")
    connection.sendEnd()
    #expect(connection.responder.errors == 1 && connection.responder.requests.isEmpty)
    #expect(try connection.statuses == [400])
    #expect(connection.isClosed)
  }

  @Test func pipelinedAnswersAreNotLostBehindTheClientsEnd() throws {
    let connection = try ConnectionUnderTest(answerer: InstantStub(), answersAtOnce: false)
    connection.end.fillsUp = true
    let body = String(repeating: "x", count: 300)
    let requests = RawMessage.request("POST /instant HTTP/1.1", ["Host: a", "Content-Length: 300"], body)
    try connection.send(Self.get() + String(repeating: requests, count: 200))
    connection.sendEnd()
    connection.responder.answer(200)
    #expect(try connection.statuses == Array(repeating: 200, count: 201))
    #expect(connection.isClosed)
  }

  @Test func aClientsEndDoesNotFillTheMemory() throws {
    let bytes = Array(repeating: UInt8(120), count: 16 * 1024)
    // A socket is read to the client's end at once, whatever was asked for.
    let busy = try ConnectionUnderTest(answersAtOnce: false)
    try busy.send(Self.get())
    for _ in 0..<100 { try busy.send(bytes) }
    #expect(busy.connection.unread.readableBytes <= ConnectionLimits.held + bytes.count)
    busy.sendEnd()
    busy.responder.answer(200)
    #expect(try busy.answers.map { $0["connection"] } == [["close"]])
    #expect(busy.isClosed)

    let unwritable = try ConnectionUnderTest(answersAtOnce: false)
    unwritable.setWritable(false)
    for _ in 0..<100 { try unwritable.send(bytes) }
    #expect(unwritable.connection.unread.readableBytes == 0 && unwritable.isEnding)
  }

  @Test func idleAndHalfAHeadEndWithoutAnAnswer() throws {
    for text in ["", "GET / HT", Self.get()] {
      let connection = try ConnectionUnderTest()
      try connection.send(text)
      connection.sendEnd()
      #expect(connection.isClosed)
      #expect(try connection.statuses == (text.hasSuffix("\r\n\r\n") ? [200] : []))
    }
  }

  // MARK: Shutdown

  @Test func shutdownEndsWhatIsIdleAtOnce() throws {
    for text in ["", Self.get()] {
      let connection = try ConnectionUnderTest()
      try connection.send(text)
      connection.quiesce()
      #expect(connection.isClosed)
    }
  }

  @Test func shutdownLetsWhatHasBegunBeAnswered() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get("/1") + Self.get("/2"))
    connection.quiesce()
    #expect(!connection.isEnding)
    connection.responder.answer(200)
    #expect(try connection.answers.map { $0["connection"] } == [["close"]])
    #expect(connection.responder.paths == ["/1"] && connection.isEnding)
  }

  @Test func shutdownEndsTheConnectionBehindABegunAnswer() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get())
    connection.responder.begin(200, length: 2)
    connection.quiesce()
    connection.responder.write("{}")
    connection.responder.finish()
    #expect(try connection.answers.map(\.body) == [Array("{}".utf8)])
    #expect(connection.isEnding)
  }

  @Test func shutdownLetsWhatIsCollectedBeAnswered() throws {
    for path in ["/instant", "/main"] {
      let connection = try ConnectionUnderTest(answerer: InstantStub())
      let text = RawMessage.request("POST \(path) HTTP/1.1", ["Host: a", "Content-Length: 4"], "body")
      try connection.send(String(text.dropLast(2)))
      connection.quiesce()
      #expect(!connection.isEnding)
      try connection.send(String(text.suffix(2)) + text)
      #expect(try connection.answers.map { $0["connection"] } == [["close"]])
      #expect(connection.isEnding)
    }
  }

  @Test func shutdownIsNotForgottenBehindAnUnreadBody() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.post(100))
    connection.responder.answer(401)
    connection.quiesce()
    #expect(!connection.isEnding)
    try connection.send(String(repeating: "x", count: 100) + Self.get("/next"))
    #expect(connection.isEnding && connection.responder.paths == ["/"])
  }

  // MARK: Bounds

  @Test func whatWaitsBehindARequestIsBounded() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get())
    try connection.send(String(repeating: Self.get("/next"), count: 2000))
    let reads = connection.end.reads
    connection.channel.read()
    #expect(connection.end.reads == reads)
    for _ in 0..<2001 { connection.responder.answer(200) }
    #expect(connection.responder.requests.count == 2001)
    #expect(connection.end.reads == reads + 1)
  }

  @Test func theLastRequestOfAConnectionSaysSo() throws {
    var limits = ConnectionLimits()
    limits.requests = 2
    let connection = try ConnectionUnderTest(limits)
    try connection.send(String(repeating: Self.get(), count: 3))
    #expect(try connection.answers.map { $0["connection"] } == [[], ["close"]])
    #expect(connection.isEnding && connection.responder.requests.count == 2)
  }

  @Test func anAddressHasItsPlaces() throws {
    var limits = ConnectionLimits()
    limits.perAddress = 2
    let environment = ConnectionEnvironment.of(limits)
    func connect(_ host: String) throws -> ConnectionUnderTest {
      try ConnectionUnderTest(environment, from: SocketAddress(ipAddress: host, port: 1))
    }
    let first = try connect("192.0.2.1")
    let second = try connect("192.0.2.1")
    #expect(!first.isClosed && !second.isClosed)
    #expect(try connect("192.0.2.1").isClosed)
    #expect(!(try connect("192.0.2.2").isClosed))
    first.hangUp()
    let third = try connect("192.0.2.1")
    #expect(!third.isClosed)
    #expect(try connect("192.0.2.1").isClosed)
    for loopback in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
      for _ in 0..<9 { #expect(!(try connect(loopback).isClosed)) }
    }
    // Whoever has one address of IPv6 has the network's others.
    let networks = try ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"].map { try connect($0) }
    #expect(networks.map(\.isClosed) == [false, false, true, false])
    let mapped = try ["::ffff:192.0.2.7", "::ffff:192.0.2.8", "192.0.2.8", "::ffff:192.0.2.8"].map { try connect($0) }
    #expect(mapped.map(\.isClosed) == [false, false, false, true])
    withExtendedLifetime((second, third)) {}
  }
}
