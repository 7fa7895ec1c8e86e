import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateUpstream

@Suite("A query on the wire", .timeLimit(.minutes(15)))
struct QueryWireTests {
  private static let running = #"{"code":0,"data":{"status":1}}"#

  @Test("has constant header fields, its id encoded, and no body")
  func exactBytes() async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("200 OK", Self.running))
    } _: { server in
      try await withClient(port: server.port) { client in
        #expect(await client.query("a-Z_0.~ /?&=#%é\r\n", credential: testKey).record?.status == .running)
      }
      #expect(
        server.requests.map { RequestBytes($0).headLines } == [
          [
            "GET /api/v1/job/query?id=a-Z_0.~%20%2F%3F%26%3D%23%25%C3%A9%0D%0A HTTP/1.1", "Host: 127.0.0.1:\(server.port)",
            "Authorization: Bearer \(testKey.reveal())", "Accept: application/json", "Accept-Encoding: identity",
            "User-Agent: tollgate",
          ]
        ])
    }
  }

  @Test("shares a kept connection, and takes another when that is gone")
  func keepAlive() async throws {
    try await RawServer.run { peer in
      for _ in 0..<3 {
        await peer.request()
        try await peer.send(http("200 OK", Self.running))
      }
    } _: { server in
      try await withClient(port: server.port) { client in
        var records = 0
        for _ in 0..<9 where await client.query("x", credential: testKey).record != nil { records += 1 }
        // A query that is written while the server closes is lost, and asked again by whoever asked.
        #expect(records >= 6)
        #expect((3...5).contains(server.connections))
      }
    }
  }

  @Test("waits for one of its connections when there are more queries")
  func bounded() async throws {
    try await RawServer.run { peer in
      while await !peer.request().isEmpty { try await peer.send(http("200 OK", Self.running)) }
    } _: { server in
      try await withClient(port: server.port) {
        $0.maximumConnections = 2
        // A query waits for a connection no longer than for connecting.
        $0.connectTimeout = .seconds(30)
        $0.requestTimeout = .seconds(60)
      } _: { client in
        let records = await withTaskGroup(of: Bool.self) { group in
          for _ in 0..<40 { group.addTask { await client.query("x", credential: testKey).record != nil } }
          return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(records == 40)
      }
      #expect(server.connections <= 2)
    }
  }

  @Test("reads a large record, and not one over its cap")
  func size() async throws {
    let size = NIOLockedValueBox(0)
    try await RawServer.run { peer in
      while await !peer.request().isEmpty {
        let filler = String(repeating: "x", count: size.withLockedValue { $0 })
        try await peer.send(http("200 OK", #"{"code":0,"data":{"status":2,"result":"\#(filler)"}}"#))
      }
    } _: { server in
      try await withClient(port: server.port) {
        #expect($0.queryAnswerLimit == .mebibytes(16))
        $0.queryAnswerLimit = .kibibytes(1100)
      } _: { client in
        size.withLockedValue { $0 = 1_100_000 }
        let large = await client.query("x", credential: testKey)
        #expect(large.record?.status == .succeeded, "\(large.reason ?? "")")
        size.withLockedValue { $0 = 1100 * 1024 }
        #expect(await client.query("x", credential: testKey).reason?.contains("larger") == true)
      }
    }
  }

  @Test("concludes nothing wherever the answer is cut", arguments: [false, true])
  func cut(reset: Bool) async throws {
    let answer = Array(http("200 OK", #"{"code":0,"data":{"status":3,"error":"no"}}"#).utf8)
    let length = NIOLockedValueBox(0)
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(Array(answer.prefix(length.withLockedValue { $0 })))
      if reset { try await peer.reset() }
    } _: { server in
      try await withClient(port: server.port) { client in
        for count in 0..<answer.count {
          length.withLockedValue { $0 = count }
          #expect(await client.query("x", credential: testKey).record == nil, "cut after \(count) bytes")
        }
      }
    }
  }

  @Test("has a deadline that covers the body")
  func deadline() async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      for _ in 0..<3000 {
        try await peer.send(" ")
        try await Task.sleep(for: .milliseconds(10))
      }
    } _: { server in
      try await withClient(port: server.port, timeout: .seconds(6)) { client in
        #expect(await client.query("x", credential: testKey).reason == "the upstream did not answer in time")
      }
    }
  }

  @Test("is not sent with a key that a header cannot carry")
  func badKey() async throws {
    try await RawServer.run { _ in
    } _: { server in
      try await withClient(port: server.port) { client in
        #expect(await client.query("x", credential: Secret("ak\r\n")).reason?.contains("upstream.api_key") == true)
      }
      #expect(server.connections == 0)
    }
  }
}
