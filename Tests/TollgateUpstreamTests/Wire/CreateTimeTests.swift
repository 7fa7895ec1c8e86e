import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateUpstream

@Suite("A create and time", .timeLimit(.minutes(15)))
struct CreateTimeTests {
  @Test(
    "its deadline covers everything: silence, half a head, a dribbled body",
    arguments: ["", "HTTP/1.1 200 OK\r\nContent-", "dribble"])
  func deadline(answer: String) async throws {
    try await RawServer.run { peer in
      await peer.request()
      guard answer == "dribble" else {
        try await peer.send(answer)
        return await peer.closed()
      }
      try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      for _ in 0..<3000 {
        try await peer.send(" ")
        try await Task.sleep(for: .milliseconds(10))
      }
    } _: { server in
      try await withClient(port: server.port, timeout: .seconds(6)) { client in
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = await client.create([1], credential: testKey)
        let elapsed = start.duration(to: clock.now)
        #expect(outcome == .unknown(reason: "the upstream did not answer in time"))
        #expect(elapsed >= .milliseconds(5990))
        #expect(elapsed < .seconds(25))
      }
    }
  }

  @Test("its caller's cancellation does not reach it")
  func cancellation() async throws {
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    let (goes, go) = AsyncStream<Void>.makeStream()
    try await RawServer.run { peer in
      await peer.request()
      arrived.yield()
      for await _ in goes { break }
      try await peer.send(http("200 OK", acceptedBody))
    } _: { server in
      try await withClient(port: server.port) { client in
        let outcome = await withTaskGroup(of: CreateOutcome.self) { group in
          group.addTask { await client.create([1], credential: testKey) }
          for await _ in arrivals { break }
          group.cancelAll()
          go.yield()
          return await group.next()
        }
        #expect(outcome == accepted)
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test("it is sent even when its caller was cancelled before")
  func cancelledBefore() async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("200 OK", acceptedBody))
    } _: { server in
      try await withClient(port: server.port) { client in
        let outcome = await withTaskGroup(of: CreateOutcome.self) { group in
          group.cancelAll()
          group.addTask { await client.create([1], credential: testKey) }
          return await group.next()
        }
        #expect(outcome == accepted)
      }
    }
  }

  @Test("a shutdown makes it unknown under way, and not sent afterwards")
  func shutdown() async throws {
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    try await RawServer.run { peer in
      await peer.request()
      arrived.yield()
      await peer.closed()
    } _: { server in
      try await withClient(port: server.port) { client in
        await withTaskGroup(of: CreateOutcome.self) { group in
          group.addTask { await client.create([1], credential: testKey) }
          for await _ in arrivals { break }
          await client.shutdown()
          #expect(await group.next()?.kind == .unknown)
        }
        #expect(await client.create([1], credential: testKey).kind == .notSent)
        await client.shutdown()
      }
      #expect(server.requests.count == 1)
    }
  }
}
