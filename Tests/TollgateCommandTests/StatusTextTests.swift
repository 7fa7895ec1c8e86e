import ArgumentParser
import Testing
import TollgateCore

@testable import tollgate

/// How a gateway is, as `tollgate status` says it.
@Suite struct StatusTextTests {
  private static let now = Samples.moment

  private static func health(
    isWritable: Bool = true, pause: HealthReport.Upstream.Pause? = nil, replaysOnly: Bool = false,
    purchases: [String: Int] = [:], restore: PendingRestore? = nil
  ) -> HealthReport {
    HealthReport(
      versions: .init(tollgate: "0.1.0", swift: "6.3", database: "SQLite 3.40.1", schema: 10, system: "Debian"),
      clock: .init(startedAt: now - .seconds(90), uptime: 90, now: now, timeZone: "UTC"),
      service: .init(access: .keys, replaysOnly: replaysOnly, isDraining: pause == .draining, restore: restore),
      database: .init(
        isWritable: isWritable, trouble: isWritable ? nil : "disk full", commits: 7, committedAt: now - .seconds(2), waiting: 0),
      upstream: .init(
        address: "https://api.shortapi.ai", answeredAt: now - .seconds(5), troubledAt: nil, trouble: nil, pause: pause),
      work: .init(
        purchases: purchases, sending: 1, maximumSending: 64, waiting: 2, maximumWaiting: 16_384, asked: 3, watchers: 0))
  }

  private static func storage() throws -> StorageSummary {
    let database: [String: Any] = ["bytes": 12_300_000, "freeBytes": 100_000, "logBytes": 4_100_000]
    let files: [String: Any] = ["count": 12, "bytes": 1_500_000, "limit": 50_000_000_000]
    return try Samples.decode(["database": database, "files": files, "purchases": ["count": 34]])
  }

  private static func facts(_ health: HealthReport?) throws -> String {
    StatusText.rendered(health, try storage(), at: now, on: Screen())
  }

  @Test func saysThatItWasRestored() throws {
    let health = Self.health(restore: PendingRestore(backupAt: Self.now - .seconds(3600), restoredAt: Self.now - .seconds(60)))
    #expect(try Self.facts(health).contains("tollgate restore --accept"))
    let remark = StatusText.remarks(on: health).joined()
    #expect(remark.contains("2026-11-22 23:00:00Z") && remark.contains("tollgate restore --accept"), "\(remark)")
    #expect(throws: ExitCode.failure) {
      try Status().conclude(Status.Found(health: health, storage: try Self.storage()))
    }
  }

  @Test func saysHowItIs() throws {
    let text = try Self.facts(Self.health(purchases: ["running": 3, "unknown": 1]))
    for line in [
      "state      ready\n", "since      2026-11-22 23:58:30Z, for 1m 30s\n", "serves     whoever has a key\n",
      "buys       yes\n",
      "upstream   https://api.shortapi.ai, answered 5s ago\n", "sending    1 of 64, and 2 of 16384 wait\n",
      "open       3 running, 1 unknown\n", "files      12, 1.5 MB of 50.0 GB\n", "purchases  34\n",
      "database   12.3 MB, of which 100.0 kB are free, and 4.1 MB of log\n",
    ] { #expect(text.contains(line), "\(text)") }
    #expect(StatusText.remarks(on: Self.health()).isEmpty)
    #expect(StatusText.remarks(on: Self.health(purchases: ["unknown": 1])).first?.contains("jobs list --state unknown") == true)
  }

  @Test(arguments: [
    (HealthReport.Upstream.Pause.keyRefused, "refuses its key", "SHORTAPI_KEY"), (.throttled, "patience", "patience"),
  ])
  func saysWhyNothingIsBought(_ pause: HealthReport.Upstream.Pause, _ fact: String, _ remark: String) throws {
    let health = Self.health(pause: pause)
    #expect(try Self.facts(health).contains(fact) && StatusText.remarks(on: health).joined().contains(remark))
    let found = Status.Found(health: health, storage: try Self.storage())
    if pause == .keyRefused {
      #expect(throws: ExitCode.failure) { try Status().conclude(found) }
    } else {
      // It passes by itself.
      try Status().conclude(found)
    }
  }

  @Test func aBrokenDiskAndAStoppedGatewayAreTold() throws {
    let broken = Self.health(isWritable: false)
    #expect(StatusText.remarks(on: broken).joined().contains("disk full"))
    #expect(throws: ExitCode.failure) { try Status().conclude(.init(health: broken, storage: try Self.storage())) }
    try Status().conclude(.init(health: Self.health(), storage: try Self.storage()))
    #expect(throws: ExitCode.unavailable) { try Status().conclude(.init(health: nil, storage: try Self.storage())) }
    #expect(try Self.facts(nil).hasPrefix("state      stopped\ndatabase"))
  }
}
