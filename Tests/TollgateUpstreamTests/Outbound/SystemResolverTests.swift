import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateUpstream

@Suite("Names are looked up", .timeLimit(.minutes(15)))
struct SystemResolverTests {
  /// A machine's resolver whose name servers are alive, or do not answer before they are told to.
  private final class NameServers: Sendable {
    private let asked = NIOLockedValueBox<[String]>([])
    private let gate = ConditionLock(value: 0)

    /// The names that were asked for, one after the other.
    var questions: [String] { asked.withLockedValue { $0 } }

    func answer(_ host: String) -> [IPAddress] {
      asked.withLockedValue { $0.append(host) }
      guard host.hasPrefix("dead") else { return [IPAddress("192.0.2.1")].compactMap { $0 } }
      gate.lock(whenValue: 1)
      gate.unlock()
      return []
    }

    func release() {
      gate.lock()
      gate.unlock(withValue: 1)
    }
  }

  /// A resolver with so many threads. What it is still asked for at the end is answered.
  private func withResolver(
    threads count: Int, places: Int = 100, slowness: TimeAmount = .seconds(2),
    _ body: (SystemResolver, NameServers) async throws -> Void
  ) async throws {
    let servers = NameServers()
    let threads = NIOThreadPool(numberOfThreads: count)
    threads.start()
    let resolver = SystemResolver(
      threads: threads, count: count, eventLoop: MultiThreadedEventLoopGroup.singleton.any(), places: places,
      slowness: slowness, lookUp: servers.answer)
    let result: Result<Void, any Error>
    do { result = .success(try await body(resolver, servers)) } catch { result = .failure(error) }
    servers.release()
    try await threads.shutdownGracefully()
    try result.get()
  }

  private func failure(_ resolver: SystemResolver, _ host: String, within timeout: Duration) async -> OutboundFailure? {
    do throws(OutboundFailure) {
      _ = try await resolver.addresses(of: host, for: "alice", within: timeout)
      return nil
    } catch {
      return error
    }
  }

  private static let long: Duration = .seconds(60)
  private static let short: Duration = .milliseconds(100)

  @Test("once at a time, whoever asks")
  func joined() async throws {
    try await withResolver(threads: 4) { resolver, servers in
      try await withThrowingTaskGroup(of: OutboundFailure?.self) { group in
        for _ in 0..<20 { group.addTask { await failure(resolver, "dead.test", within: Self.long) } }
        try await eventually("the question", holds: { servers.questions == ["dead.test"] })
        #expect(await failure(resolver, "alive.test", within: Self.long) == nil)
        // One that came late waits no longer than it wants to.
        #expect(await failure(resolver, "dead.test", within: Self.short) == .notResolved)
        servers.release()
        for try await failure in group { #expect(failure == .notResolved) }
      }
      #expect(servers.questions == ["dead.test", "alive.test"])
    }
  }

  @Test("a name that had no turn was not looked up, and one that had is known to have no answer")
  func starved() async throws {
    try await withResolver(threads: 1) { resolver, servers in
      async let dead = failure(resolver, "dead.test", within: .milliseconds(400))
      try await eventually("the question", holds: { servers.questions == ["dead.test"] })
      #expect(await failure(resolver, "alive.test", within: Self.short) == .notLookedUp)
      #expect(await dead == .notResolved)
      servers.release()
      #expect(await failure(resolver, "alive.test", within: Self.long) == nil)
      // Nobody waited for it any more when its turn came.
      #expect(servers.questions == ["dead.test", "alive.test"])
    }
  }

  @Test("names that answer are found however many of another sender's never do")
  func deadZone() async throws {
    // A busy machine makes no name a slow one.
    try await withResolver(threads: 4, slowness: .seconds(3600)) { resolver, servers in
      #expect(await failure(resolver, "alive.test", within: Self.long) == nil)
      try await withThrowingTaskGroup(of: OutboundFailure?.self) { group in
        for number in 0..<50 {
          group.addTask { await failure(resolver, "dead\(number).test", within: Self.long) }
        }
        try await eventually("the questions", holds: { servers.questions.count == 3 })
        for _ in 0..<20 { #expect(await failure(resolver, "alive.test", within: Self.long) == nil) }
        servers.release()
        for try await failure in group { #expect(failure == .notResolved) }
      }
    }
  }

  @Test("callers beyond the places are told at once")
  func full() async throws {
    try await withResolver(threads: 1, places: 1) { resolver, servers in
      async let dead = failure(resolver, "dead.test", within: Self.long)
      try await eventually("the question", holds: { servers.questions == ["dead.test"] })
      #expect(await failure(resolver, "alive.test", within: Self.long) == .notLookedUp)
      servers.release()
      #expect(await dead == .notResolved)
      #expect(await failure(resolver, "alive.test", within: Self.long) == nil)
    }
  }

  @Test("after the end of the threads there is no answer")
  func shutDown() async throws {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let resolver = SystemResolver(threads: threads, count: 1, eventLoop: MultiThreadedEventLoopGroup.singleton.any())
    try await threads.shutdownGracefully()
    #expect(await failure(resolver, "localhost", within: Self.long) == .notResolved)
  }

  @Test("the machine's own resolver knows this machine")
  func thisMachine() async throws {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let resolver = SystemResolver(threads: threads, count: 1, eventLoop: MultiThreadedEventLoopGroup.singleton.any())
    let addresses = try await resolver.addresses(of: "localhost", for: "alice", within: Self.long)
    #expect(addresses.contains { $0.bytes == [127, 0, 0, 1] || $0.bytes.last == 1 })
    try await threads.shutdownGracefully()
  }
}
