import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Testing
import TollgateTestSupport

@testable import TollgateServer

@Suite("Valid requests are read as NIO's own decoder reads them")
struct DecoderDifferentialTests {
  @Test func theSameRequests() throws {
    for seed in 0..<400 {
      var generator = ValidRequests(seed: UInt64(seed))
      let bytes = (0..<4).flatMap { _ in generator.next() }
      let expected = try Self.readByNIO(bytes)
      let connection = try ConnectionUnderTest()
      for piece in generator.split(bytes) { try connection.send(piece) }
      #expect(expected.count == 4, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(connection.responder.requests == expected, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("what was tampered with is not read as other requests than NIO's decoder reads, wherever the bytes are split")
  func theSameOfMutations() throws {
    var both = 0
    for seed in 0..<3000 {
      var generator = ValidRequests(seed: UInt64(seed))
      let bytes = generator.mutated((0..<3).flatMap { _ in generator.next() })
      let whole = try ConnectionUnderTest()
      try whole.send(bytes)
      let split = try ConnectionUnderTest()
      for piece in generator.split(bytes) { try split.send(piece) }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(split.responder.requests == whole.responder.requests, "\(text)")
      #expect(try split.answers == whole.answers, "\(text)")
      let expected = try Self.readByNIO(bytes)
      let count = min(expected.count, whole.responder.requests.count)
      #expect(whole.responder.requests.prefix(count) == expected.prefix(count), "\(text)")
      both += count
    }
    #expect(both > 3000, "\(both)")
  }

  private static func readByNIO(_ bytes: [UInt8]) throws -> [RecordingResponder.Recorded] {
    let channel = EmbeddedChannel()
    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: .init())
    let responder = RecordingResponder(answersAtOnce: false)
    try channel.pipeline.syncOperations.addHandlers([
      ByteToMessageHandler(decoder), HTTPResponseEncoder(), HTTP1ToHTTPServerCodec(secure: false), responder,
    ])
    try channel.writeInbound(ByteBuffer(bytes: bytes))
    return responder.requests
  }
}

/// Requests that every server has to understand.
private struct ValidRequests {
  private static let methods = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
  private static let targets = ["/", "/api/v1/job/create", "/job/query?id=0123&x=%20", "//a//b?", "/%zz;a=b@c:d", "/a?b=c/d?e"]
  private static let names = [
    "Accept", "aCCept-Encoding", "Authorization", "Cache-Control", "CONTENT-TYPE", "Cookie", "User-Agent", "x", "X-Y_z!#$",
    "Tollgate-Variant", "tollgate-dry-run", "If-Match", "if-range", "Origin", "Range", "Idempotency-Key", "Sec-Fetch-Site",
  ]
  private static let values = [
    "", "a", "a b\tc", "\"q\\\"\"", "Bearer x.y-z_0", "  padded\t ", "a,b;c=d", "~!@#$%^&*()", "no-cache",
  ]

  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func next() -> [UInt8] {
    var lines = ["\(pick(Self.methods)) \(pick(Self.targets)) HTTP/1.1"]
    var fields = ["Host: gateway.test:8080"]
    for _ in 0..<random.below(8) { fields.append("\(pick(Self.names)):\(pick(["", " ", "\t "]))\(pick(Self.values))") }
    let body = String(repeating: "x\r\n", count: random.below(30)) + String(repeating: "y", count: random.below(9))
    var content = ""
    switch random.below(3) {
    case 0:
      fields.append("Content-Length: \(body.utf8.count)")
      content = body
    case 1:
      fields.append("Transfer-Encoding: chunked")
      content = chunked(body)
    default: break
    }
    fields.shuffle(using: &random)
    lines += fields
    return (lines.map { $0 + "\r\n" }.joined() + "\r\n" + content).latin1
  }

  private mutating func chunked(_ body: String) -> String {
    var rest = body.utf8[...]
    var text = ""
    while !rest.isEmpty {
      let count = min(rest.count, 1 + random.below(20))
      let size = String(count, radix: 16, uppercase: random.chance(1, in: 2))
      text += size + pick(["", ";a=b"]) + "\r\n" + (String(rest.prefix(count)) ?? "") + "\r\n"
      rest = rest.dropFirst(count)
    }
    return text + "0\r\n" + pick(["", "X-Trailer: y\r\n"]) + "\r\n"
  }

  /// Changes, doubles, removes or inserts a few bytes, mostly some that mean something.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let special = Array("\r\n\t :;,=0aF\u{0}\u{7F}\"chunkedHTTP/1.".utf8) + [0x80, 0xFF, 0x0B]
    for _ in 0..<1 + random.below(3) {
      let place = random.below(bytes.count)
      let byte = special[random.below(special.count)]
      switch random.below(4) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      case 2: bytes.remove(at: place)
      default: bytes.insert(contentsOf: bytes[place..<min(place + 1 + random.below(20), bytes.count)], at: place)
      }
    }
    return bytes
  }

  mutating func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = bytes[...]
    let longest = 1 + random.below(300)
    while !rest.isEmpty {
      let count = 1 + random.below(longest)
      pieces.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return pieces
  }

  private mutating func pick(_ choices: [String]) -> String { choices[random.below(choices.count)] }
}
