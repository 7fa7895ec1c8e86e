import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing
import TollgateCore
import TollgateServer
import TollgateTestSupport

@Suite("Large files, slow clients, and connections that go on")
struct LargeFileTests {
  @Test func aFileOf500MegabytesTakesNoMemory() async throws {
    try await Shelf.serve { shelf, gateway in
      let size: Int64 = 500_000_000
      let blob = try shelf.keepZeros(size)
      // Whatever is loaded lazily, and the look at the bytes, which is held to the same.
      _ = try await GatewayUnderTest.call(.HEAD, gateway.link(to: try shelf.keepZeros(1000).id))
      let before = try Self.residentBytes()
      let client = HTTPClient(eventLoopGroupProvider: .singleton)
      do {
        var highest = before
        let response = try await client.execute(HTTPClientRequest(url: gateway.link(to: blob.id)), timeout: .seconds(150))
        #expect(response.status.code == 200)
        #expect(response.headers.first(name: "content-length") == "\(size)")
        var received: Int64 = 0
        var pieces = 0
        for try await piece in response.body {
          received += Int64(piece.readableBytes)
          pieces += 1
          if pieces % 100 == 0 { highest = max(highest, try Self.residentBytes()) }
        }
        #expect(received == size)
        // Other tests in this process need memory too.
        if ProcessInfo.processInfo.environment["TOLLGATE_TEST_MEMORY"] != nil {
          #expect(highest - before <= 20_000_000)
          print("large file: \((highest - before) / 1000) KB above idle while 500 MB were sent")
        }
        // The connection goes on.
        let next = try await client.execute(HTTPClientRequest(url: gateway.baseURL + "/-/health/live"), timeout: .seconds(30))
        #expect(next.status.code == 200)
      } catch {
        try await client.shutdown()
        throw error
      }
      try await client.shutdown()
      try await shelf.closed(blob.id)
    }
  }

  @Test func answersComeInTheOrderOfTheirRequests() async throws {
    try await Shelf.serve { shelf, gateway in
      let first = try await shelf.keep(Array(String(repeating: "first;", count: 100_000).utf8))
      let second = try await shelf.keep(Array("second;".utf8))
      func get(_ blob: Blob, _ method: String = "GET", _ headers: [(String, String)] = [], last: Bool = false) -> String {
        Wire.request(
          method, "/-/assets/\(blob.id)", port: gateway.port,
          headers: headers + [("Connection", last ? "close" : "keep-alive")])
      }
      let requests = [
        get(first), get(second), get(first, "HEAD"), get(second, "GET", [("If-None-Match", "*")]),
        get(first, "GET", [("Range", "bytes=0-5")]), get(second, "GET", [("Range", "bytes=7-")]),
        Wire.request("GET", "/-/health/live", port: gateway.port, headers: [("Connection", "keep-alive")]),
        get(second, last: true),
      ]
      let text = try await Wire.transcript(requests.joined(), port: gateway.port)
      let answers = text.split(separator: "HTTP/1.1 ").map { answer in
        let end = answer.firstRange(of: "\r\n\r\n")
        return (status: answer.prefix(3), body: end.map { answer[$0.upperBound...] } ?? "")
      }
      #expect(answers.map(\.status) == ["200", "200", "200", "304", "206", "416", "200", "200"])
      #expect(answers.first?.body.count == 600_000)
      #expect(answers.dropFirst().map(\.body.count).prefix(4) == [7, 0, 0, 6])
      #expect(answers[6].body == #"{"status":"live"}"#)
      #expect(answers.last?.body == "second;")
    }
  }

  @Test func aClientThatDoesNotReadHoldsNobodyUpAndIsHungUpOn() async throws {
    try await Shelf.serve({ $0.settings.stallTimeout = .seconds(15) }) { shelf, gateway in
      let blob = try shelf.keepZeros(64_000_000)
      let request = Wire.request("GET", "/-/assets/\(blob.id)", port: gateway.port)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            // It reads nothing until the gateway has given up.
            try await Wire.abandon(request, port: gateway.port) {
              try await eventually("the sending", holds: { try shelf.openings(of: blob.id) > 0 })
              try await shelf.closed(blob.id)
            }
          }
        }
        let other = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id))
        #expect(other.bytes.count == 64_000_000)
        try await group.waitForAll()
      }
    }
  }

  @Test func filesBeyondTheLimitAreRefusedAndTheirPlacesComeBack() async throws {
    try await Shelf.serve({ $0.settings.maximumFiles = 2 }) { shelf, gateway in
      let blob = try shelf.keepZeros(64_000_000)
      let request = Wire.request("GET", "/-/assets/\(blob.id)", port: gateway.port)
      try await Wire.abandon(request, port: gateway.port) {
        try await eventually("the first", holds: { try shelf.openings(of: blob.id) == 1 })
        try await Wire.abandon(request, port: gateway.port) {
          try await eventually("the second", holds: { try shelf.openings(of: blob.id) == 2 })
          let refused = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id))
          #expect(refused.status == 503 && refused["Retry-After"] != nil)
        }
      }
      try await shelf.closed(blob.id)
      for _ in 0..<5 {
        try await eventually("a place for all of it") {
          let reply = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id))
          return reply.status == 200 ? #expect(reply.bytes.count == 64_000_000) : nil
        }
        try await eventually("a place for a look") {
          try await GatewayUnderTest.call(.HEAD, gateway.link(to: blob.id)).status == 200 ? true : nil
        }
      }
    }
  }

  @Test func aClientThatHangsUpLeavesNothingOpen() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try shelf.keepZeros(64_000_000)
      let request = Wire.request("GET", "/-/assets/\(blob.id)", port: gateway.port)
      for _ in 0..<10 {
        try await Wire.abandon(request, port: gateway.port) {
          try await eventually("the sending", holds: { try shelf.openings(of: blob.id) > 0 })
        }
        try await shelf.closed(blob.id)
      }
      #expect(try await GatewayUnderTest.call(.HEAD, gateway.link(to: blob.id)).status == 200)
    }
  }

  @Test func aFileThatIsCutShortWhileItIsSentEndsTheConnection() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try shelf.keepZeros(64_000_000)
      let request = Wire.request("GET", "/-/assets/\(blob.id)", port: gateway.port)
      try await Wire.abandon(request, port: gateway.port) {
        try await eventually("the sending", holds: { try shelf.openings(of: blob.id) > 0 })
        #expect(unsafe truncate(shelf.path(of: blob.id), 10) == 0)
      }
      try await shelf.closed(blob.id)
      try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).expectError(410, 41000)
    }
  }

  /// The memory that this process holds.
  private static func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
