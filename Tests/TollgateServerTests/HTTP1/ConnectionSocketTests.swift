import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("The same over sockets, with the main lane's own loop")
struct ConnectionSocketTests {
  @Test func everyRawMessageIsAnsweredAsListed() async throws {
    try await ServerUnderTest.run { server in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for lane in 0..<8 {
          group.addTask {
            for (index, message) in RawMessageTests.all.enumerated() where index % 8 == lane {
              let answers = try await server.exchange([message.bytes + RawMessage.sentinel], ends: message.ends)
              #expect(answers.map(\.status) == message.statuses + (message.ends ? [] : [200]), "\(message)")
            }
          }
        }
        try await group.waitForAll()
      }
      let served = RawMessageTests.all.count { !$0.ends }
      #expect(server.paths.count { $0 == RawMessage.sentinelPath } == served)
      #expect(server.paths.count == RawMessageTests.all.reduce(served) { $0 + $1.executions })
    }
  }

  @Test func aClientThatWaitsForContinueIsNotKeptWaiting() async throws {
    try await ServerUnderTest.run { server in
      let text = try await server.talk { inbound, outbound in
        let head = RawMessage.create(["Content-Length: 2", "Expect: 100-continue", "Connection: close"])
        try await outbound.write(ByteBuffer(string: head))
        var text = ""
        for try await bytes in inbound {
          text += String(buffer: bytes)
          if text == "HTTP/1.1 100 Continue\r\n\r\n" { try await outbound.write(ByteBuffer(string: "{}")) }
        }
        return text
      }
      #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
    }
  }

  @Test func aClientThatSendsAllBeforeItReadsGetsItsAnswer() async throws {
    try await ServerUnderTest.run { server in
      // The main lane refuses by the head alone; the body is larger than what the sockets hold.
      let head = RawMessage.request("POST /refused HTTP/1.1", ["Host: a", "Content-Length: 17000000"])
      let text = try await server.talk { inbound, outbound in
        try await outbound.write(ByteBuffer(string: head))
        for _ in 0..<17 { try await outbound.write(ByteBuffer(repeating: 120, count: 1_000_000)) }
        var text = ""
        for try await bytes in inbound { text += String(buffer: bytes) }
        return text
      }
      #expect(text.hasPrefix("HTTP/1.1 413 ") && text.contains("Connection: close"))
    }
  }

  @Test func aClientThatReadsNothingIsHungUpOn() async throws {
    var limits = ConnectionLimits()
    limits.stallTime = .milliseconds(300)
    try await ServerUnderTest.run(limits) { server in
      try await server.talk { _, outbound in
        try await outbound.write(ByteBuffer(string: RawMessage.request("GET /large HTTP/1.1", ["Host: a"])))
        try await eventually("the end of the connection", holds: { server.open == 0 && !server.paths.isEmpty })
      }
    }
  }

  @Test func aClientThatReadsNoInstantAnswersIsHungUpOn() async throws {
    var limits = ConnectionLimits()
    limits.stallTime = .milliseconds(300)
    // Nothing else is to end it.
    (limits.headerTime, limits.bodyTime, limits.idleTime) = (.seconds(600), .seconds(600), .seconds(600))
    let stub = InstantStub()
    try await ServerUnderTest.run(limits, answerer: stub) { server in
      try await server.talk { _, outbound in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            // The answers are shorter, so that those to what is read at once are few.
            let request = RawMessage.request("GET /instant HTTP/1.1", ["Host: a", "X: " + String(repeating: "x", count: 200)])
            let requests = ByteBuffer(string: String(repeating: request, count: 200))
            // It ends with the connection, or waits until it does.
            while (try? await outbound.write(requests)) != nil {}
          }
          try await eventually("the end of the connection", holds: { server.open == 0 && !stub.paths.isEmpty })
        }
      }
    }
  }

  @Test func aClientThatReadsSlowlyGetsEverything() async throws {
    var limits = ConnectionLimits()
    // Reading takes longer than a connection may be idle for.
    limits.idleTime = .milliseconds(500)
    try await ServerUnderTest.run(limits) { server in
      let count = try await server.talk { inbound, outbound in
        try await outbound.write(ByteBuffer(string: RawMessage.request("GET /large HTTP/1.1", ["Host: a"])))
        var count = 0
        var pauses = 0
        for try await bytes in inbound {
          count += bytes.readableBytes
          if count > ServerUnderTest.largeBody { break }
          if count > pauses * 4_000_000 {
            pauses += 1
            try await Task.sleep(for: .milliseconds(300))
          }
        }
        return count
      }
      #expect(count > ServerUnderTest.largeBody)
    }
  }

  @Test func halfClosingClientsGetTheirAnswers() async throws {
    try await ServerUnderTest.run { server in
      let requests = String(repeating: RawMessage.request("GET /large HTTP/1.1", ["Host: a"]), count: 2)
      let count = try await server.talk { inbound, outbound in
        try await outbound.write(ByteBuffer(string: requests))
        outbound.finish()
        return try await inbound.reduce(0) { $0 + $1.readableBytes }
      }
      #expect(count > 2 * ServerUnderTest.largeBody)
    }
  }
}
