import Logging
import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("Lines of requests in the log", .bothLanes)
struct RequestLogTests {
  /// What was logged, a line by its metadata.
  private struct Lines: LogHandler {
    private let all: NIOLockedValueBox<[[String: String]]>
    private let level: NIOLockedValueBox<Logger.Level>
    var metadata: Logger.Metadata = [:]

    init(_ all: NIOLockedValueBox<[[String: String]]>, _ level: NIOLockedValueBox<Logger.Level>) {
      self.all = all
      self.level = level
    }

    var logLevel: Logger.Level {
      get { level.withLockedValue { $0 } }
      set { level.withLockedValue { $0 = newValue } }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      all.withLockedValue { $0.append((event.metadata ?? [:]).mapValues { "\($0)" }) }
    }
  }

  private let lines = NIOLockedValueBox([[String: String]]())
  private let level = NIOLockedValueBox(Logger.Level.info)
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let traceParent = "00-\(trace)-00f067aa0ba902b7-01"

  private func run(
    _ detail: RequestLog.Detail, prompts: Bool = false, level: Logger.Level = .info,
    _ body: (GatewayUnderTest) async throws -> Void
  ) async throws {
    let lines = Lines(lines, self.level)
    self.level.withLockedValue { $0 = level }
    let logger = Logger(label: "test") { _ in lines }
    let log = RequestLog(detail, showsPrompts: prompts, logger: logger)
    try await GatewayUnderTest.run(
      .init {
        $0.access = .keyed([TestKey.declared("alice")])
        $0.requestLog = log
      }, body)
  }

  private func taken() -> [[String: String]] {
    lines.withLockedValue { lines in
      defer { lines = [] }
      return lines
    }
  }

  private let alice = TestKey.secret(of: "alice")

  @Test("a purchase has a line that says who bought what, for how much, and where the time went")
  func purchase() async throws {
    try await run(.purchases) { gateway in
      try await gateway.finished(Body.picture("a"), headers: ["traceparent": Self.traceParent], key: alice)
      let line = try #require(taken().first)
      #expect(line["route"] == "create" && line["status"] == "200" && line["key"] == "alice" && line["outcome"] == "miss")
      #expect(line["generation"] == "g1" && line["trace_id"] == Self.trace && line["parent_id"] == "00f067aa0ba902b7")
      #expect(line["charged"].flatMap { Money($0) }.map { $0 > .zero } == true && line["model"] == Body.model)
      for phase in ["decide_ms", "queue_ms", "upstream_ms", "total_ms"] {
        #expect(line[phase]?.wholeMatch(of: /[0-9]+\.[0-9]{3}/) != nil, "\(phase)")
      }
      #expect(line["request"]?.count == 16 && line["prompt"] == nil)
      // Repeats, queries, refusals and wrong keys have none.
      _ = try await gateway.created(Body.picture("a"), key: alice)
      _ = try await gateway.create("{", key: alice)
      _ = try await gateway.create(Body.picture("a"), key: "wrong")
      #expect(taken().isEmpty)
    }
  }

  @Test("a purchase that fails has a line too")
  func failedPurchase() async throws {
    try await run(.purchases) { gateway in
      await gateway.stopUpstream()
      let port = try await gateway.simulator.port()
      try await eventually("the end of the upstream", holds: { await !Wire.isListening(port: port) })
      #expect(try await gateway.create(Body.picture("b"), key: alice).status == 502)
      let line = try #require(taken().first)
      #expect(line["status"] == "502" && line["outcome"] == "miss" && line["charged"] == "0" && line["generation"] == "g1")
    }
  }

  @Test("all: each request, in either lane")
  func all() async throws {
    try await run(.all, prompts: true) { gateway in
      try await gateway.finished(Body.picture("a red fox"), key: alice)
      // Who asks in the moment of the end may know it a moment before memory does.
      let lane = BothLanes.hasInstantLane ? "instant" : "main"
      try await eventually("a hit in this lane") {
        _ = taken()
        _ = try await gateway.created(Body.picture("a red fox"), key: alice)
        return taken().last?["lane"] == lane
      }
      let hit = try await gateway.created(Body.picture("a red fox"), headers: ["traceparent": Self.traceParent], key: alice)
      _ = try await gateway.query(try hit.jobID, key: alice)
      _ = try await gateway.create("{", key: alice)
      _ = try await gateway.create(Body.picture("x"), key: "wrong")
      _ = try await gateway.wire("GET", "/-/health/live")
      _ = try await gateway.wire("GET", "/nowhere?key=secret-in-a-query")
      let lines = taken()
      #expect(lines.map { $0["route"] } == ["create", "query", "create", "create", "health", "none"])
      #expect(lines.map { $0["status"] } == ["200", "200", "400", "401", "200", "404"])
      #expect(lines.map { $0["key"] } == ["alice", "alice", "alice", nil, nil, nil])
      #expect(lines[0]["outcome"] == "hit" && lines[0]["trace_id"] == Self.trace && lines[0]["model"] == Body.model)
      #expect(lines[0]["lane"] == lane)
      #expect(lines[0]["prompt"]?.contains("a red fox") == true)
      #expect(Set(lines.compactMap { $0["request"] }).count == lines.count)
      let values = lines.map(\.values).joined()
      #expect(!values.contains { $0.contains("secret-in-a-query") || $0.contains(alice) })
    }
  }

  @Test("a level that changes while the gateway runs is effective on the next request")
  func levels() async throws {
    try await run(.all, level: .warning) { gateway in
      _ = try await gateway.wire("GET", "/-/health/live")
      #expect(taken().isEmpty)
      level.withLockedValue { $0 = .info }
      _ = try await gateway.wire("GET", "/-/health/live")
      #expect(taken().count == 1)
    }
  }

  @Test("a traceparent that is not spelled well, or comes twice, is none")
  func badTraceParents() async throws {
    try await run(.all) { gateway in
      for value in ["00-\(Self.trace)-00f067aa0ba902b7", "x", Self.traceParent + "-x"] {
        _ = try await gateway.wire("GET", "/-/health/live", headers: [("traceparent", value)])
      }
      _ = try await gateway.wire(
        "GET", "/-/health/live", headers: [("traceparent", Self.traceParent), ("traceparent", Self.traceParent)])
      let lines = taken()
      #expect(lines.count == 4 && lines.allSatisfy { $0["trace_id"] == nil })
    }
  }

  @Test(
    "none, and nothing where the level is above",
    arguments: [(.none, .info), (.all, .warning)] as [(RequestLog.Detail, Logger.Level)])
  func none(_ detail: RequestLog.Detail, _ level: Logger.Level) async throws {
    try await run(detail, level: level) { gateway in
      try await gateway.finished(Body.picture("a"), key: alice)
      #expect(taken().isEmpty)
    }
  }
}
