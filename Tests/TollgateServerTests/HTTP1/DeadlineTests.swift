import NIOCore
import Testing

@testable import TollgateServer

@Suite("Deadlines of connections")
struct DeadlineTests {
  private static let get = RawMessage.request("GET / HTTP/1.1", ["Host: a"])

  @Test func aConnectionThatSaysNothingEnds() throws {
    let connection = try ConnectionUnderTest()
    connection.advance(.milliseconds(9999))
    #expect(!connection.isClosed)
    connection.advance(.milliseconds(1))
    #expect(connection.isClosed)
    #expect(try connection.statuses == [])
  }

  @Test("a connection whose end takes its time is ended once, and does nothing meanwhile")
  func anEndThatTakesItsTime() throws {
    for request in ["", Self.get] {
      let connection = try ConnectionUnderTest()
      connection.end.delaysEnd = true
      try connection.send(request)
      connection.advance(.seconds(61))
      #expect(connection.end.ends == 1)
      try connection.send(Self.get)
      connection.advance(.hours(1))
      #expect(connection.end.ends == 1 && connection.responder.requests.count == (request.isEmpty ? 0 : 1))
      connection.end.delaysEnd = false
      connection.hangUp()
    }
  }

  @Test func aHeadThatDripsEnds() throws {
    let connection = try ConnectionUnderTest()
    for byte in Self.get.latin1.prefix(10) {
      connection.advance(.milliseconds(999))
      try connection.send([byte])
    }
    #expect(!connection.isEnding)
    connection.advance(.milliseconds(10))
    #expect(try connection.answers.map(\.code) == [40800])
    #expect(connection.isEnding)
  }

  @Test func aLaterHeadHasItsOwnTime() throws {
    let connection = try ConnectionUnderTest()
    try connection.send(Self.get)
    connection.advance(.seconds(59))
    try connection.send("GET / HTTP")
    connection.advance(.milliseconds(9999))
    #expect(!connection.isEnding)
    connection.advance(.milliseconds(1))
    #expect(try connection.statuses == [200, 408])
    #expect(connection.isEnding)
  }

  @Test func anIdleConnectionEndsSilently() throws {
    let connection = try ConnectionUnderTest()
    try connection.send(Self.get)
    connection.advance(.seconds(30))
    try connection.send(Self.get)
    connection.advance(.milliseconds(59_999))
    #expect(!connection.isClosed)
    connection.advance(.milliseconds(1))
    #expect(connection.isClosed)
    #expect(try connection.statuses == [200, 200])
  }

  @Test func theGatewaysOwnTimeIsNotTheClients() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get)
    connection.advance(.hours(1))
    #expect(!connection.isEnding)
    connection.responder.answer(200)
    #expect(try connection.statuses == [200])
    connection.advance(.milliseconds(59_999))
    #expect(!connection.isClosed)
    connection.advance(.milliseconds(1))
    #expect(connection.isClosed)
  }

  @Test(arguments: [nil, InstantStub()])
  func aBodyThatDripsEnds(_ answerer: InstantStub?) throws {
    let connection = try ConnectionUnderTest(answerer: answerer)
    try connection.send(RawMessage.request("POST /instant HTTP/1.1", ["Host: a", "Content-Length: 100000"]))
    for _ in 0..<29 {
      connection.advance(.seconds(1))
      try connection.send("x")
    }
    #expect(!connection.isEnding)
    connection.advance(.seconds(1))
    #expect(try connection.answers.map(\.code) == [40800])
    #expect(connection.isEnding && connection.responder.requests.isEmpty)
    #expect(connection.responder.errors == (answerer == nil ? 1 : 0))
  }

  @Test func aBodyThatComesSteadilyMayTakeLong() throws {
    let connection = try ConnectionUnderTest()
    try connection.send(RawMessage.request("POST / HTTP/1.1", ["Host: a", "Content-Length: 60000"]))
    for _ in 0..<100 {
      try connection.send(String(repeating: "x", count: 600))
      connection.advance(.seconds(1))
    }
    #expect(try connection.statuses == [200])
  }

  @Test func aBodyEndsWhenItsRateIsTooLow() throws {
    let connection = try ConnectionUnderTest()
    try connection.send(RawMessage.request("POST / HTTP/1.1", ["Host: a", "Content-Length: 60000"]))
    try connection.send(String(repeating: "x", count: 50_000))
    for _ in 0..<5 {
      connection.advance(.seconds(19))
      try connection.send("x")
    }
    connection.advance(.milliseconds(5009))
    #expect(!connection.isEnding)
    connection.advance(.milliseconds(1))
    #expect(try connection.statuses == [408])
  }

  @Test func aSilentBodyEndsHoweverMuchOfItHasCome() throws {
    let connection = try ConnectionUnderTest()
    try connection.send(RawMessage.request("POST / HTTP/1.1", ["Host: a", "Content-Length: 16000000"]))
    connection.advance(.seconds(20))
    try connection.send(String(repeating: "x", count: 15_000_000))
    connection.advance(.milliseconds(29_999))
    #expect(!connection.isEnding)
    connection.advance(.milliseconds(1))
    #expect(try connection.statuses == [408])
  }

  @Test(arguments: ["/instant", "/main"])
  func aClientThatIsNotReadFromIsNotBlamed(_ path: String) throws {
    let request = RawMessage.request("POST \(path) HTTP/1.1", ["Host: a", "Content-Length: 4"], "body")
    for missing in 1...path.utf8.count + 20 where path == "/instant" || missing > 4 {
      let connection = try ConnectionUnderTest(answerer: InstantStub())
      try connection.send(request + String(request.dropLast(missing)))
      connection.setWritable(false)
      connection.advance(.seconds(35))
      #expect(try connection.statuses == [200])
      connection.setWritable(true)
      try connection.send(String(request.suffix(missing)))
      #expect(try connection.statuses == [200, 200])
    }
  }

  @Test func anEmptyLineBehindABodyIsNoRequest() throws {
    for pieces in [["\r\n"], ["\r", "\n"]] {
      let connection = try ConnectionUnderTest()
      try connection.send(RawMessage.request("POST / HTTP/1.1", ["Host: a", "Content-Length: 2"], "{}"))
      for piece in pieces { try connection.send(piece) }
      connection.advance(.seconds(9))
      try connection.send(Self.get)
      try connection.send("\r\n")
      connection.advance(.seconds(60))
      #expect(try connection.statuses == [200, 200])
      #expect(connection.isClosed)
    }
  }

  @Test(arguments: [nil, InstantStub()])
  func aShutdownDoesNotWaitForSlowClients(_ answerer: InstantStub?) throws {
    let head = RawMessage.request("POST /instant HTTP/1.1", ["Host: a", "Content-Length: 100"])
    for text in [String(head.dropLast()), head] {
      let connection = try ConnectionUnderTest(answerer: answerer)
      try connection.send(text)
      connection.advance(.seconds(1))
      connection.quiesce()
      connection.advance(.milliseconds(4999))
      #expect(!connection.isEnding)
      connection.advance(.milliseconds(1))
      #expect(try connection.statuses == [408])
      #expect(connection.isEnding)
      // Nor for their reading of the last answer.
      for _ in 0..<4 {
        connection.advance(.milliseconds(1249))
        try connection.send("x")
      }
      #expect(!connection.isClosed)
      connection.advance(.milliseconds(4))
      #expect(connection.isClosed)
    }
  }

  @Test func aShutdownEndsWhatNeverComesToAnEnd() throws {
    let connection = try ConnectionUnderTest(answersAtOnce: false)
    try connection.send(Self.get)
    connection.quiesce()
    connection.advance(.milliseconds(63_999))
    #expect(!connection.isEnding, "an answer may still come")
    connection.advance(.milliseconds(1))
    #expect(connection.isClosed)
  }

  @Test func oneTaskServesManyRequests() throws {
    let connection = try ConnectionUnderTest()
    for _ in 0..<1000 { try connection.send(Self.get) }
    let at = connection.connection.nextCheck?.at
    #expect(at == .uptimeNanoseconds(0) + .seconds(10), "the first one is still there")
    connection.advance(.seconds(10))
    #expect(connection.connection.nextCheck?.at == .uptimeNanoseconds(0) + .seconds(60), "and is put off when it is run")
  }

  @Test func aClientThatTakesNothingIsHungUpOn() {
    let start = NIODeadline.uptimeNanoseconds(0)
    var progress = WriteProgress(taken: 100, at: start)
    #expect(progress.look(waiting: 50, taken: 100, at: start + .seconds(29), patience: .seconds(30)) == .goesOn)
    #expect(progress.look(waiting: 49, taken: 101, at: start + .seconds(30), patience: .seconds(30)) == .goesOn)
    #expect(progress.look(waiting: 49, taken: 101, at: start + .seconds(59), patience: .seconds(30)) == .goesOn)
    #expect(progress.look(waiting: 49, taken: 101, at: start + .seconds(60), patience: .seconds(30)) == .stalled)
    #expect(progress.look(waiting: 0, taken: 150, at: start + .seconds(60), patience: .seconds(30)) == .done)
  }
}
