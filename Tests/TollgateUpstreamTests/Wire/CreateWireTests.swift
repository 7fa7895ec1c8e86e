import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateUpstream

@Suite("A create on the wire", .timeLimit(.minutes(15)))
struct CreateWireTests {
  @Test("sends exactly these bytes, and nothing of a client's")
  func exactBytes() async throws {
    let body: [UInt8] = Array(#"{"args":{"prompt":"é\u0000"},"model":"a/b/c"}"#.utf8) + [0, 255, 13, 10, 13, 10, 128]
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("200 OK", acceptedBody))
    } _: { server in
      try await withClient(port: server.port) { client in
        let plain = await client.create(body, credential: testKey)
        let prefixed = await client.create(body, credential: Secret("bearer " + testKey.reveal()))
        #expect([plain, prefixed] == [accepted, accepted])
      }
      let expected = [
        "POST /api/v1/job/create HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Authorization: Bearer \(testKey.reveal())",
        "Accept: application/json", "Accept-Encoding: identity", "User-Agent: tollgate",
        "Content-Type: application/json", "Content-Length: \(body.count)",
      ]
      #expect(server.requests.count == 2)
      for request in server.requests.map(RequestBytes.init) {
        #expect(request.headLines == expected)
        #expect(request.body == body)
      }
    }
  }

  @Test("goes to the path behind the base URL's prefix, with the version named")
  func prefix() async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("200 OK", acceptedBody))
    } _: { server in
      let baseURL = try #require(HTTPAddress("http://localhost:\(server.port)/proxy/"))
      try await withClient(port: server.port) {
        $0.baseURL = baseURL
        $0.version = "1.2.3 (x)\r\n"
      } _: { client in
        #expect(await client.create([1], credential: testKey) == accepted)
      }
      let lines = server.requests.first.map { RequestBytes($0).headLines } ?? []
      #expect(lines.first == "POST /proxy/api/v1/job/create HTTP/1.1")
      #expect(lines.contains("Host: localhost:\(server.port)"))
      #expect(lines.contains("User-Agent: tollgate/1.2.3x"))
    }
  }

  @Test("opens a connection of its own each time, and as many at once as are asked for")
  func ownConnections() async throws {
    try await RawServer.run { peer in
      while await !peer.request().isEmpty { try await peer.send(http("200 OK", acceptedBody)) }
    } _: { server in
      let outcomes = try await withClient(port: server.port) {
        $0.maximumConnections = 1
      } _: { client in
        var outcomes = await withTaskGroup(of: CreateOutcome.self) { group in
          for _ in 0..<50 { group.addTask { await client.create([1, 2], credential: testKey) } }
          return await group.reduce(into: []) { $0.append($1) }
        }
        for _ in 0..<3 { outcomes.append(await client.create([1, 2], credential: testKey)) }
        return outcomes
      }
      #expect(outcomes == Array(repeating: accepted, count: 53))
      #expect(server.connections == 53)
    }
  }

  @Test("has the class that the table gives it", arguments: WireAnswerCase.all)
  func answers(_ example: WireAnswerCase) async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(example.bytes)
    } _: { server in
      try await withClient(port: server.port) { client in
        let outcome = await client.create([1, 2, 3], credential: testKey)
        #expect(outcome.kind == example.expected, "\(outcome)")
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test("is unknown wherever the answer is cut", arguments: [false, true])
  func cutAnswer(reset: Bool) async throws {
    let answer = Array(http("200 OK", acceptedBody).utf8)
    let length = NIOLockedValueBox(0)
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(Array(answer.prefix(length.withLockedValue { $0 })))
      if reset { try await peer.reset() }
    } _: { server in
      try await withClient(port: server.port) { client in
        for count in 0...answer.count {
          length.withLockedValue { $0 = count }
          let outcome = await client.create([1, 2, 3], credential: testKey)
          // A reset may overtake the bytes before it, so the last one may be either.
          let expected: [CreateClass] = count < answer.count ? [.unknown] : reset ? [.unknown, .accepted] : [.accepted]
          #expect(expected.contains(outcome.kind), "cut after \(count) bytes: \(outcome)")
        }
      }
    }
  }

  @Test("is unknown wherever the connection breaks within the request", arguments: [false, true])
  func cutRequest(reset: Bool) async throws {
    let count = NIOLockedValueBox(0)
    try await RawServer.run { peer in
      await peer.read(count.withLockedValue { $0 })
      if reset { try await peer.reset() }
    } _: { server in
      try await withClient(port: server.port) { client in
        // A connection that is reset before it stands was never there, and nothing was sent.
        for read in reset ? [1, 10, 100, 300, 5_000, 100_000] : [0, 1, 10, 100, 300, 5_000, 100_000] {
          count.withLockedValue { $0 = read }
          let outcome = await client.create(Array(repeating: 7, count: 200_000), credential: testKey)
          #expect(outcome.kind == .unknown, "broken after \(read) bytes: \(outcome)")
        }
      }
    }
  }

  @Test("never follows a redirect", arguments: ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
  func redirect(status: String) async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("200 OK", acceptedBody))
    } _: { target in
      try await RawServer.run { peer in
        await peer.request()
        try await peer.send(http(status, "", headers: "Location: http://127.0.0.1:\(target.port)/api/v1/job/create\r\n"))
      } _: { server in
        try await withClient(port: server.port) { client in
          #expect(await client.create([1], credential: testKey).kind == .unknown)
        }
        #expect(server.requests.count == 1)
      }
      #expect(target.connections == 0)
    }
  }

  @Test("passes a rejection on with its Retry-After")
  func rejection() async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("429 Too Many Requests", #"{"code":9,"info":"slow down"}"#, headers: "Retry-After: 12\r\n"))
    } _: { server in
      try await withClient(port: server.port) { client in
        let expected = Rejection(httpStatus: 429, code: 9, text: "slow down")
        #expect(await client.create([1], credential: testKey) == .rejected(expected, retryAfter: .seconds(12)))
      }
    }
  }

  @Test("is not sent with a key that a header cannot carry", arguments: ["", "ak\r\nX: 1", "ak\n", "ak-é", "ak\u{0}"])
  func badKey(key: String) async throws {
    try await RawServer.run { _ in
    } _: { server in
      try await withClient(port: server.port) { client in
        let outcome = await client.create([1], credential: Secret(key))
        #expect(outcome.kind == .notSent)
        #expect(outcome.reason?.contains("upstream.api_key") == true)
      }
      #expect(server.connections == 0)
    }
  }
}

/// The bytes of one answer, after which the server closes.
struct WireAnswerCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let expected: CreateClass

  init(_ name: String, _ text: String, _ expected: CreateClass) {
    testDescription = name
    bytes = Array(text.utf8)
    self.expected = expected
  }

  private static let mebibyte = 1024 * 1024
  private static let head = "HTTP/1.1 200 OK\r\n"
  private static let length = acceptedBody.utf8.count

  static let all: [WireAnswerCase] = [
    WireAnswerCase("with a length", http("200 OK", acceptedBody), .accepted),
    WireAnswerCase("until the connection closes", head + "\r\n" + acceptedBody, .accepted),
    WireAnswerCase(
      "chunked",
      head + "Transfer-Encoding: chunked\r\n\r\n5\r\n\(acceptedBody.prefix(5))\r\n"
        + "\(String(length - 5, radix: 16))\r\n\(acceptedBody.dropFirst(5))\r\n0\r\n\r\n", .accepted),
    WireAnswerCase(
      "after an early hint", "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + http("200 OK", acceptedBody), .accepted),
    WireAnswerCase("after a 100", "HTTP/1.1 100 Continue\r\n\r\n" + http("200 OK", acceptedBody), .accepted),
    WireAnswerCase("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: \(length)\r\n\r\n\(acceptedBody)", .accepted),
    WireAnswerCase("with more behind it", http("200 OK", acceptedBody) + "garbage", .accepted),
    WireAnswerCase("at its cap", http("200 OK", acceptedBody + spaces(mebibyte - length)), .accepted),
    WireAnswerCase("rejected", http("200 OK", #"{"code":1,"info":"no"}"#), .rejected),
    WireAnswerCase("rejected with 500", http("500 Oops", #"{"code":1,"info":"no"}"#), .rejected),
    WireAnswerCase("401", http("401 Unauthorized", ""), .credentialRefused),
    WireAnswerCase("403 of a proxy", http("403 Forbidden", "<html>"), .credentialRefused),
    WireAnswerCase("nothing", "", .unknown),
    WireAnswerCase("garbage", "SSH-2.0-OpenSSH_9.2\r\n", .unknown),
    WireAnswerCase("a TLS alert", "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{16}", .unknown),
    WireAnswerCase("only a 100", "HTTP/1.1 100 Continue\r\n\r\n", .unknown),
    WireAnswerCase("only a head", head + "Content-Length: \(length)\r\n\r\n", .unknown),
    WireAnswerCase("a length that is too long", head + "Content-Length: \(length + 1)\r\n\r\n\(acceptedBody)", .unknown),
    WireAnswerCase("a length that is too short", head + "Content-Length: \(length - 1)\r\n\r\n\(acceptedBody)", .unknown),
    WireAnswerCase("two lengths", head + "Content-Length: \(length)\r\nContent-Length: 5\r\n\r\n\(acceptedBody)", .unknown),
    WireAnswerCase("a negative length", head + "Content-Length: -1\r\n\r\n\(acceptedBody)", .unknown),
    WireAnswerCase(
      "length and chunks",
      head + "Content-Length: \(length)\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "\(String(length, radix: 16))\r\n\(acceptedBody)\r\n", .unknown),
    WireAnswerCase(
      "a chunk that is cut", head + "Transfer-Encoding: chunked\r\n\r\n\(String(length + 1, radix: 16))\r\n\(acceptedBody)",
      .unknown),
    WireAnswerCase(
      "no last chunk", head + "Transfer-Encoding: chunked\r\n\r\n\(String(length, radix: 16))\r\n\(acceptedBody)\r\n",
      .unknown),
    WireAnswerCase(
      "a chunk size that is none", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\(acceptedBody)\r\n0\r\n\r\n", .unknown),
    WireAnswerCase("half a body until the close", head + "\r\n" + acceptedBody.dropLast(3), .unknown),
    WireAnswerCase("a byte over its cap", http("200 OK", acceptedBody + spaces(mebibyte - length + 1)), .unknown),
    WireAnswerCase("an announced flood", head + "Content-Length: 99999999999\r\n\r\n" + spaces(1000), .unknown),
    WireAnswerCase("an unannounced flood", head + "\r\n" + acceptedBody + spaces(2 * mebibyte), .unknown),
    WireAnswerCase("compressed", head + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u{1F}\u{0}\u{8}\u{0}", .unknown),
    WireAnswerCase("502 of a proxy", http("502 Bad Gateway", "<html>"), .unknown),
    WireAnswerCase("101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", .unknown),
    WireAnswerCase("HTTP/9.9", "HTTP/9.9 200 OK\r\nContent-Length: \(length)\r\n\r\n\(acceptedBody)", .unknown),
  ]

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
