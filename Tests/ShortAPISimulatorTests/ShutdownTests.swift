import NIOCore
import NIOPosix
import ShortAPISimulator
import Testing

/// A simulator ends at once, whatever its connections do: long before what they wait for would come. Three minutes are for a
/// machine that does other things as well.
struct ShutdownTests {
  @Test(.timeLimit(.minutes(15)), arguments: [Fault.Kind.neverAnswer, .slow, .delay])
  func hangingConnectionsAreClosed(kind: Fault.Kind) async throws {
    let fault = Fault(on: .create, kind).with { fault in
      fault.perByte = .seconds(600)
      if kind == .delay { fault.delay = .seconds(600) }
    }
    var configuration = SimulatorConfiguration()
    configuration.faults = [fault]
    try await withThrowingTaskGroup(of: Transcript.self) { group in
      let end = try await withSimulator(configuration) { simulator, base in
        let port = try port(of: base)
        for _ in 0..<20 { group.addTask { try await RawSocket.create(port) } }
        while simulator.accepted.count < 20 { try await Task.sleep(for: .milliseconds(2)) }
        return ContinuousClock.now
      }
      #expect(ContinuousClock.now - end < .seconds(180))
      for try await transcript in group { #expect(transcript.isClosed) }
    }
  }

  /// Some are accepted in the moment of the end, and nobody has looked at them yet.
  @Test(.timeLimit(.minutes(15))) func connectionsThatComeAtTheEndAreClosedToo() async throws {
    var longest = Duration.zero
    for round in 0..<30 {
      var end = ContinuousClock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await withSimulator { _, base in
          let port = try port(of: base)
          for _ in 0..<20 {
            // Those that come too late find nobody.
            group.addTask { _ = try? await RawSocket.create(port) }
          }
          try await Task.sleep(for: .microseconds(200 * round))
          end = .now
        }
        try await group.waitForAll()
      }
      longest = max(longest, ContinuousClock.now - end)
    }
    #expect(longest < .seconds(180))
  }

  @Test func downloadThatNeverEndsDoesNotHoldTheEnd() async throws {
    var end = ContinuousClock.now
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      simulator.setFaults([Fault(on: .file, .endless)])
      let path = try #require(simulator.job(id)?.files.first)
      // Nothing is read from this connection, so that the simulator waits in the middle of a write.
      let idle = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.autoRead, value: false).connect(host: "127.0.0.1", port: try port(of: base)).get()
      try await idle.writeAndFlush(idle.allocator.buffer(string: "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n"))
      while simulator.statistics.files < 1 { try await Task.sleep(for: .milliseconds(2)) }
      try await Task.sleep(for: .milliseconds(50))
      end = .now
      idle.close(promise: nil)
    }
    #expect(ContinuousClock.now - end < .seconds(180))
  }

  @Test func takenPortIsReported() async throws {
    try await withSimulator { _, base in
      var configuration = SimulatorConfiguration()
      configuration.port = try port(of: base)
      let second = Simulator(configuration: configuration, logger: .silent)
      await #expect(throws: (any Error).self) { try await second.run() }
      await #expect(throws: (any Error).self) { try await second.port() }
    }
  }
}
