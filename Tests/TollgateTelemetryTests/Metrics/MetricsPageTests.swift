import Logging
import Testing
import TollgateCore

@testable import TollgateTelemetry

@Suite("The page of metrics")
struct MetricsPageTests {
  private static let alice = KeyID(bytes: [UInt8](repeating: 1, count: 16)) ?? .random()

  private func page(_ figures: FixedFigures, at now: Timestamp = Timestamp(millisecondsSince1970: 100_000)) async -> [Substring]
  {
    let page = MetricsPage(
      registry: MetricsRegistry(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), source: figures,
      version: "1.2.3", time: FixedTime(moment: now))
    return String(decoding: await page.page(), as: UTF8.self).split(separator: "\n")
  }

  private struct FixedTime: TimeSource {
    let moment: Timestamp
    func now() -> Timestamp { moment }
    func uptime() -> Duration { .zero }
    func sleep(untilUptime deadline: Duration) async throws {}
  }

  @Test("what the gateway knows")
  func memory() async {
    var figures = FixedFigures()
    figures.memory.createsByKey = [
      "alice": .init(counts: [.hit: 3, .miss: 1], saved: Money(nanodollars: 120_000_000)), nil: .init(counts: [.refused: 2]),
    ]
    figures.memory.createsByModel = ["google/x": .init(counts: [.hit: 3]), nil: .init(counts: [.refused: 9])]
    figures.memory.slots = .init(hits: 4, misses: 2, entries: 7, bytes: 512)
    (figures.memory.waiting, figures.memory.maximumWaiting) = (5, 9)
    figures.memory.pauses = [.throttled]
    figures.memory.keptLimit = 50
    figures.memory.answeredAt = Timestamp(millisecondsSince1970: 1500)
    let lines = await page(figures)
    for line in [
      #"tollgate_info{version="1.2.3",schema="11",database="SQLite 3"} 1"#, "tollgate_scrape_problem 0",
      #"tollgate_creates_total{key="alice",outcome="hit"} 3"#, #"tollgate_creates_total{key="alice",outcome="joined"} 0"#,
      #"tollgate_creates_total{key="other",outcome="refused"} 2"#, #"tollgate_saved_dollars_total{key="alice"} 0.12"#,
      #"tollgate_model_creates_total{model="google/x",outcome="hit"} 3"#,
      #"tollgate_model_creates_total{model="other",outcome="refused"} 9"#,
      #"tollgate_memory_looks_total{kind="slot",result="miss"} 2"#, #"tollgate_memory_bytes{kind="slot"} 512"#,
      "tollgate_queue_length 5", "tollgate_queue_limit 9", #"tollgate_purchases_paused{reason="throttled"} 1"#,
      #"tollgate_purchases_paused{reason="key_refused"} 0"#, "tollgate_upstream_answered_timestamp_seconds 1.5",
      "tollgate_store_writable 1", "tollgate_store_commit_seconds_count 0", "tollgate_kept_bytes_limit 50",
    ] {
      #expect(lines.contains(line[...]), "\(line)")
    }
  }

  @Test("what the books say")
  func books() async {
    var books = BookFigures()
    books.keyNames = [Self.alice: "alice"]
    books.purchases = [.unknown: 2]
    books.money.unknown = .init(
      count: 2, held: Money(nanodollars: 80_000_001), oldestAt: Timestamp(millisecondsSince1970: 40_000))
    books.money.balances = [
      Balance(scope: .gateway, window: .total, spent: Money(nanodollars: 7), held: Money(nanodollars: 80_000_001)),
      Balance(
        scope: .gateway, window: .month(202_611), spent: Money(nanodollars: 7), held: .zero,
        limit: Money(nanodollars: 500_000_000_000)),
      Balance(scope: .key(Self.alice), window: .total, spent: Money(nanodollars: 7)),
      Balance(scope: .key(Self.alice), window: .day(20_261_129), limit: .zero),
      Balance(scope: .team("design \"\n"), window: .total, limit: .zero),
      // Beyond those that have names.
      Balance(scope: .key(.random()), window: .total, limit: .zero),
    ]
    books.store.logBytes = 4096
    let lines = await page(FixedFigures(books: books))
    for line in [
      "tollgate_spent_dollars 0.000000007", "tollgate_held_dollars 0.080000001",
      #"tollgate_key_spent_dollars{key="alice"} 0.000000007"#,
      "tollgate_unknown_purchases 2", "tollgate_unknown_dollars 0.080000001", "tollgate_unknown_oldest_seconds 60",
      #"tollgate_budget_limit_dollars{owner="gateway",name="",period="month"} 500"#,
      #"tollgate_budget_used_dollars{owner="gateway",name="",period="month"} 0.000000007"#,
      #"tollgate_budget_limit_dollars{owner="key",name="alice",period="day"} 0"#,
      #"tollgate_budget_limit_dollars{owner="team",name="design \"\n",period="total"} 0"#,
      #"tollgate_purchases{state="unknown"} 2"#, #"tollgate_purchases{state="held"} 0"#, "tollgate_store_log_bytes 4096",
    ] {
      #expect(lines.contains(line[...]), "\(line)")
    }
    #expect(lines.filter { $0.hasPrefix("tollgate_budget_limit_dollars{") }.count == 3)
    #expect(!lines.contains { $0.contains(#"state="succeeded""#) })
  }

  @Test("where the books cannot be read the page says so, and has the rest")
  func unreadable() async {
    let lines = await page(FixedFigures(books: nil))
    #expect(lines.contains("tollgate_scrape_problem 1") && lines.contains("tollgate_queue_length 0"))
    #expect(!lines.contains { $0.hasPrefix("tollgate_spent_dollars") })
    // All families are described.
    #expect(lines.filter { $0.hasPrefix("# TYPE ") }.count == MetricFamily.all.count)
  }

  @Test("no two series are alike, each is of a family above it, and the process is there")
  func wellFormed() async throws {
    let lines = await page(FixedFigures())
    let series = lines.filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != " " } }
    #expect(Set(series).count == series.count)
    for name in ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds"] {
      let line = try #require(lines.first { $0.hasPrefix(name + " ") }, "\(name)")
      #expect(Double(line.dropFirst(name.count + 1)).map { $0 > 0 } == true, "\(line)")
    }
    let start = try #require(lines.first { $0.hasPrefix("process_start_time_seconds ") })
    let age =
      try #require(Double(start.split(separator: " ")[1])) - Double(SystemTimeSource().now().millisecondsSince1970) / 1000
    #expect((-86_400 * 30...5).contains(age), "\(start)")
  }
}
