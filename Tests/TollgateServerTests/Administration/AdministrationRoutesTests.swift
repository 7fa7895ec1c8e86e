import Foundation
import NIOHTTP1
import ServiceLifecycle
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateStore
import TollgateTestSupport

@Suite("The administration over its socket")
struct AdministrationRoutesTests {
  /// Calls of one gateway's administration.
  private struct Calls {
    let base: String

    func callAsFunction(_ method: HTTPMethod, _ path: String, _ body: String? = nil) async throws -> Reply {
      try await GatewayUnderTest.call(method, base + path, body: body)
    }
  }

  private static func run(_ body: (GatewayUnderTest, Calls) async throws -> Void) async throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    try await GatewayUnderTest.run { gateway in
      let socket = AdministrationSocket(dataFolder: folder.path)
      let administration = gateway.engine.administration
      administration.declared.keys = ["declared": "gateway.yaml:37"]
      administration.declared.teams = ["filed": "gateway.yaml:12"]
      let server = AdministrationServer(
        administration: administration, socket: socket, createLimit: .kibibytes(64), logger: .silent)
      let group = ServiceGroup(services: [server], logger: .silent)
      let escaped = socket.path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket.path
      let calls = Calls(base: "http+unix://\(escaped)/-/api/")
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        try await eventually("the socket", holds: { FileManager.default.fileExists(atPath: socket.path) })
        let result: Result<Void, any Error>
        do { result = .success(try await body(gateway, calls)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        try result.get()
      }
    }
    withExtendedLifetime(folder) {}
  }

  @Test("a key's limits are created, patched and shown as JSON")
  func limits() async throws {
    try await Self.run { _, call in
      let created = try await call(.POST, "keys", #"{"name":"alice","limits":{"budgets":{"day":"5.00"}}}"#)
      #expect(created.status == 201)
      #expect(try created.json["key"]?["limits"]?["budgets"]?["day"]?.string == "5")
      let patched = try await call(.PATCH, "keys/alice", #"{"limits":{"budgets":{"day":null,"total":"9"},"maximumRunning":2}}"#)
      #expect(patched.status == 200)
      let limits = try await call(.GET, "keys/alice").json["limits"]
      #expect(try patched.json["limits"] == limits)
      #expect(limits?["budgets"]?["day"] == nil && limits?["budgets"]?["total"]?.string == "9")
      #expect(limits?["maximumRunning"]?.number?.int64 == 2)
      let budgets = try await call(.GET, "budgets").json.array
      #expect(budgets?.count == 1 && budgets?.first?["left"]?.string == "9" && budgets?.first?["resetsAt"] == nil)
    }
  }

  @Test("a key's secret is rotated, with and without a body")
  func rotation() async throws {
    try await Self.run { gateway, call in
      let first = try #require(try await call(.POST, "keys", #"{"name":"alice"}"#).json["secret"]?.string)
      for body in [nil, "{}", #"{"overlap":0}"#] {
        let before = SystemTimeSource().now()
        let reply = try await call(.POST, "keys/alice/rotate", body)
        #expect(reply.status == 200)
        let rotated = try JSONDecoder().decode(CreatedKey.self, from: Data(reply.bytes))
        #expect(try gateway.engine.gateway.caller(bearer: rotated.secret).key.name == "alice")
        if body == #"{"overlap":0}"# {
          #expect(rotated.key.formerSecretUntil == nil)
        } else {
          #expect((rotated.key.formerSecretUntil ?? before) >= before + .seconds(86_400))
        }
      }
      #expect(throws: GatewayError.self) { try gateway.engine.gateway.caller(bearer: first) }
    }
  }

  @Test("a key's access is patched as JSON")
  func access() async throws {
    try await Self.run { _, call in
      _ = try await call(.POST, "teams", #"{"name":"design"}"#)
      _ = try await call(.POST, "keys", #"{"name":"alice","team":"design"}"#)
      let patched = try await call(
        .PATCH, "keys/alice",
        #"{"team":null,"models":["google/*"],"replayOnly":true,"expiresAt":4954435200000,"limits":{"maximumRunning":2}}"#)
      #expect(patched.status == 200)
      let key = try await call(.GET, "keys/alice").json
      #expect(try patched.json == key)
      #expect(key["team"] == nil && key["models"] == ["google/*"] && key["replayOnly"]?.bool == true)
      #expect(key["expiresAt"]?.number?.int64 == 4_954_435_200_000)
      #expect(key["limits"]?["maximumRunning"]?.number?.int64 == 2)
      let back = try await call(.PATCH, "keys/alice", #"{"team":"design","models":null,"replayOnly":false,"expiresAt":null}"#)
      #expect(try back.json["team"]?.string == "design" && back.json["models"] == nil && back.json["expiresAt"] == nil)
    }
  }

  @Test("teams are created, patched, shown and removed as JSON")
  func teams() async throws {
    try await Self.run { _, call in
      let created = try await call(.POST, "teams", #"{"name":"design","budgets":{"day":"5.00"}}"#)
      #expect(created.status == 201)
      #expect(try await call(.GET, "teams/design").bytes == created.bytes)
      let patched = try await call(.PATCH, "teams/design", #"{"budgets":{"day":null,"month":"9"}}"#)
      #expect(patched.status == 200)
      let team = try patched.json
      #expect(team["origin"]?.string == "created" && team["budgets"] == ["month": "9"])
      let use = try await call(.GET, "teams/design/use").json
      #expect(use["keys"]?.number?.int64 == 0)
      let balances = use["balances"]?.array
      #expect(balances?.map { $0["period"]?.string } == ["day", "month", "total"])
      #expect(balances?[1]["left"]?.string == "9" && balances?[1]["spent"]?.string == "0" && balances?[0]["left"] == nil)
      _ = try await call(.POST, "keys", #"{"name":"alice","team":"design"}"#)
      #expect(try await call(.GET, "teams").json.array?.map { $0["keys"]?.number?.int64 } == [1])
      #expect(try await call(.DELETE, "teams/design").status == 409)
      _ = try await call(.PATCH, "keys/alice", #"{"team":null}"#)
      #expect(try await call(.DELETE, "teams/design").status == 204)
      #expect(try await call(.GET, "teams").json.array?.isEmpty == true)
    }
  }

  @Test("usage is summed up as asked")
  func usage() async throws {
    try await Self.run { gateway, call in
      _ = try await gateway.finished(Body.picture("a lighthouse"))
      for dimension in UsageQuery.Dimension.allCases {
        let reply = try await call(.GET, "usage?by=\(dimension.rawValue)&since=2020-01-01&until=9999-12-31")
        #expect(reply.status == 200)
        let report = try JSONDecoder().decode(UsageReport.self, from: Data(reply.bytes))
        #expect(report.dimension == dimension && report.rows.count == 1 && report.total.purchases == 1)
      }
      let before = try await call(.GET, "usage?until=2020-01-01")
      #expect(try before.json["dimension"]?.string == "key" && before.json["rows"]?.array?.isEmpty == true)
    }
  }

  @Test("usage over time, the ledger, and lists and counts of purchases are JSON")
  func lists() async throws {
    try await Self.run { gateway, call in
      _ = try await gateway.finished(Body.picture("a lighthouse"))
      let hours = try await call(.GET, "usage/series?step=hour")
      let series = try JSONDecoder().decode(UsageSeries.self, from: Data(hours.bytes))
      #expect(series.step == .hour && series.points.count == 24)
      // An hour may have begun since.
      #expect(series.points.suffix(2).map(\.spent).contains(Money("0.04")))
      #expect(series.points.last?.start.millisecondsSince1970.isMultiple(of: 3_600_000) == true)
      let none = try await call(.GET, "usage/series?step=day&since=0&until=86400000&model=google/*")
      #expect(try none.json["points"]?.array?.count == 1)

      let lines = try JSONDecoder().decode([LedgerSummary].self, from: Data(try await call(.GET, "ledger?limit=9").bytes))
      #expect(lines.map(\.kind) == [.capture, .hold] && lines.first?.amount == Money("0.04"))
      let later = try await call(.GET, "ledger?kind=hold&before=\(lines[0].id)&limit=1")
      #expect(try later.json.array?.first?["generation"]?.string == "g1" && later.json.array?.count == 1)
      let day = CalendarDay(code: lines[0].day)
      #expect(try await call(.GET, "ledger?day=\(day)").json.array?.count == 2)

      #expect(try await call(.GET, "generations/counts").text == "{}")
      _ = try await call(.POST, "keys", #"{"name":"alice"}"#)
      for (parameters, count) in [
        ("state=succeeded,failed", 1), ("state=failed,unknown", 0), ("model=google/*&search=lighthouse&since=0", 1),
        ("until=1000", 0), ("key=alice", 0), ("team=design", 0),
      ] {
        #expect(try await call(.GET, "generations?" + parameters).json.array?.count == count, "\(parameters)")
      }
    }
  }

  @Test("a create is quoted for a key, with the figures of its budgets, and nothing is bought")
  func quote() async throws {
    try await Self.run { gateway, call in
      _ = try await call(.POST, "keys", #"{"name":"alice","limits":{"budgets":{"day":"0.05"}}}"#)
      let reply = try await call(.POST, "quote?key=alice", Body.picture("a lighthouse"))
      let quote = try JSONDecoder().decode(QuoteSummary.self, from: Data(reply.bytes))
      #expect(quote.outcome == .miss && quote.quote == Money("0.04") && quote.reason == nil)
      #expect(quote.budgets.map(\.leftAfter) == [Money("0.01")] && quote.budgets.first?.budget.name == "alice")
      #expect(try await gateway.store.generations(in: nil, before: nil, limit: 1).isEmpty)
      #expect(gateway.simulator.statistics.creates == 0)
      #expect(try await call(.POST, "quote", Body.picture("a lighthouse")).status == 400)
      #expect(try await call(.POST, "quote?key=nobody", Body.picture("a lighthouse")).status == 404)
      #expect(try await call(.POST, "quote?key=alice", "{}").status == 400)
      let longest = 64 << 10
      #expect(try await call(.POST, "quote?key=alice", String(repeating: " ", count: longest)).text.contains("JSON"))
      #expect(try await call(.POST, "quote?key=alice", String(repeating: " ", count: longest + 1)).text.contains("larger"))
    }
  }

  @Test("results are listed, shown and explained")
  func cache() async throws {
    try await Self.run { gateway, call in
      _ = try await gateway.finished(Body.picture("a lighthouse & a caf\u{E9}"))
      let listed = try await call(.GET, "cache?search=lighthouse%20%26%20cafe&model=google%2F*&limit=5&since=0")
      let results = try JSONDecoder().decode([ResultSummary].self, from: Data(listed.bytes))
      #expect(results.map(\.number.value) == [1])
      #expect(try await call(.GET, "cache?search=zebra").json.array?.isEmpty == true)
      let shown = try JSONDecoder().decode(ResultDetail.self, from: Data(try await call(.GET, "cache/g1").bytes))
      #expect(shown.content == results.first?.content && shown.record?.contains("url") == true)
      let explained = try await call(.POST, "cache/explain", Body.picture("a lighthouse & a caf\u{E9}"))
      #expect(try explained.json["outcome"]?.string == "hit")
      #expect(try await call(.POST, "cache/explain", "{}").status == 400)
    }
  }

  @Test("who asked for a result is JSON, and lists say how often somebody did")
  func uses() async throws {
    try await Self.run { gateway, call in
      _ = try await gateway.finished(Body.picture("a lighthouse"))
      let before = try await call(.GET, "generations/g1/uses")
      #expect(try JSONDecoder().decode(UseReport.self, from: Data(before.bytes)).total == UseSum())
      let purchase = try await call(.GET, "generations/g1")
      for _ in 0..<2 { _ = try await gateway.created(Body.picture("a lighthouse")) }
      let report = try await eventually("two hits") {
        let reply = try await call(.GET, "generations/g1/uses")
        let report = try JSONDecoder().decode(UseReport.self, from: Data(reply.bytes))
        return report.total.hits == 2 ? report : nil
      }
      #expect(report.rows.map(\.name) == ["local"] && report.total.saved == Money("0.08"))
      let listed = try await call(.GET, "generations").json.array?.first?["uses"]
      #expect(listed?["hits"]?.number?.int64 == 2 && listed?["saved"]?.string == "0.08")
      let results = try JSONDecoder().decode([ResultSummary].self, from: Data(try await call(.GET, "cache").bytes))
      #expect(results.first?.uses == report.total)
      // Who asks for it changes nothing about the purchase itself: whoever wants it unchanged is not disturbed.
      #expect(try await call(.GET, "generations/g1")["ETag"] == purchase["ETag"])
      #expect(try await call(.GET, "generations/g2/uses").status == 404)
    }
  }

  @Test("what is kept, and each file with who names it, are JSON")
  func storage() async throws {
    try await Self.run { gateway, call in
      _ = try await gateway.finished(Body.picture("a lighthouse"))
      let blobs = (1...3).map { Blob(id: AssetID(hashing: [$0]), size: Int64($0), type: $0 == 3 ? .mp3 : .png) }
      for blob in blobs { try await gateway.store.addAsset(blob, at: SystemTimeSource().now()) }
      let storage = try JSONDecoder().decode(StorageSummary.self, from: Data(try await call(.GET, "storage").bytes))
      #expect(storage.database.bytes > storage.database.freeBytes && storage.database.logBytes > 0)
      #expect(storage.files.count == 3 && storage.files.bytes == 6 && storage.files.limit == nil)
      #expect(storage.purchases.count == 1 && storage.purchases.firstAt == storage.purchases.lastAt)

      var names: [String] = []
      var target: String? = "assets?limit=2"
      while let path = target {
        let reply = try await call(.GET, path)
        let page = try JSONDecoder().decode([AssetSummary].self, from: Data(reply.bytes))
        names += page.map(\.name.description)
        target = reply["Link"].map { String($0.dropFirst("</-/api/".count).prefix { $0 != ">" }) }
      }
      #expect(names == ["\(blobs[2].id).mp3", "\(blobs[1].id).png", "\(blobs[0].id).png"])
      let shown = try JSONDecoder().decode(
        AssetDetail.self, from: Data(try await call(.GET, "assets/\(blobs[2].id).mp3").bytes))
      #expect(shown.isStored && shown.summary.type == .mp3 && shown.summary.bytes == 3 && shown.newest.isEmpty)
      #expect(try await call(.GET, "assets/\(blobs[2].id)").json["summary"]?["purchases"]?.number?.int64 == 0)
    }
  }

  @Test(
    "a wrong request gets a problem (RFC 9457) that says what to do",
    arguments: [
      ("GET", "usage?by=colour", nil, 400, "key, team, model, day"), ("GET", "usage?since=tomorrow", nil, 400, "2026-11-23"),
      ("GET", "usage?since=2026-02-30", nil, 400, "since"),
      ("GET", "usage?since=2026-02-02&until=2026-02-01", nil, 400, "2026-02-02"),
      ("GET", "generations?state=lost", nil, 400, "unknown"), ("GET", "keys/nobody", nil, 404, "nobody"),
      ("PATCH", "keys/nobody", #"{"limits":{"maximumRunning":1}}"#, 404, "nobody"),
      ("PATCH", "keys/alice", #"{"limit":{}}"#, 400, "limits"), ("PATCH", "keys/alice", "{}", 400, "Nothing"),
      ("PATCH", "keys/alice", #"{"limits":{"maximumRunning":0}}"#, 400, "1000000"),
      ("PATCH", "keys/alice", #"{"limits":{"budgets":{"day":5}}}"#, 400, "body"),
      ("POST", "keys", #"{"name":"bob","limits":{"budgets":{"week":"1"}}}"#, 400, "week"),
      ("POST", "keys", #"{"name":"bob","limit":{"budgets":{"day":"1"}}}"#, 400, "\"limit\""),
      ("POST", "keys", #"{"name":"declared"}"#, 409, "declared in gateway.yaml:37"),
      ("PATCH", "keys/declared", #"{"limits":{"maximumRunning":1}}"#, 409, "declared in gateway.yaml:37"),
      ("POST", "keys/declared/revoke", nil, 409, "declared in gateway.yaml:37"),
      ("POST", "keys/declared/rotate", nil, 409, "declared in gateway.yaml:37"),
      ("POST", "keys/nobody/rotate", nil, 404, "nobody"), ("POST", "keys/alice/rotate", #"{"overlap":-1}"#, 400, "30 days"),
      ("POST", "keys/alice/rotate", #"{"overlap":2592001}"#, 400, "30 days"),
      ("POST", "keys/alice/rotate", #"{"overlap":"24h"}"#, 400, "body"),
      ("POST", "keys/alice/rotate", #"{"overlapp":1}"#, 400, "overlap"),
      ("PATCH", "keys/alice", #"{"team":"nobodys"}"#, 409, "teams create nobodys"),
      ("PATCH", "keys/alice", #"{"models":[]}"#, 400, "revoke"), ("PATCH", "keys/alice", #"{"models":["a*b"]}"#, 400, "a*b"),
      ("PATCH", "keys/alice", #"{"expiresAt":1000}"#, 400, "passed"),
      ("PATCH", "keys/alice", #"{"replayOnly":1}"#, 400, "body"),
      ("GET", "teams/nobody", nil, 404, "teams list"), ("DELETE", "teams/nobody", nil, 404, "nobody"),
      ("POST", "teams", #"{"name":"a b"}"#, 400, "64"), ("POST", "teams", #"{"name":"x","budget":{}}"#, 400, "budgets"),
      ("POST", "teams", #"{"name":"filed"}"#, 409, "declared in gateway.yaml:12"),
      ("PATCH", "teams/filed", #"{"budgets":{"day":"1"}}"#, 409, "declared in gateway.yaml:12"),
      ("DELETE", "teams/filed", nil, 409, "declared in gateway.yaml:12"),
      ("PATCH", "teams/nobody", #"{"budgets":{"day":"1"}}"#, 404, "nobody"),
      ("PATCH", "teams/nobody", #"{"keys":1}"#, 400, "budgets"),
      ("GET", "usage?form=2026-01-01", nil, 400, "by, since, until"), ("GET", "generations?limt=5", nil, 400, "limt"),
      ("POST", "quote?name=alice", "{}", 400, "takes key"), ("GET", "nothing", nil, 404, "path"),
      ("PUT", "budgets", nil, 405, "path"), ("GET", "cache?find=fox", nil, 400, "search"),
      ("GET", "cache?search=%2A", nil, 400, "no word"), ("GET", "cache?since=today", nil, 400, "milliseconds"),
      ("GET", "cache?limit=9999", nil, 400, "1000"), ("GET", "cache?key=nobody", nil, 404, "nobody"),
      ("GET", "usage/series?step=week", nil, 400, "minute, hour, day"),
      ("GET", "usage/series?step=minute&since=0", nil, 400, "at most 720 points; ask by hour"),
      ("GET", "usage/series?step=day&since=-9223372036854775808&until=9223372036854775807", nil, 400, "shorter time"),
      ("GET", "usage/series?since=2&until=1", nil, 400, "before it begins"),
      ("GET", "usage/series?key=alice&team=design", nil, 400, "one of them"),
      ("GET", "usage/series?by=hour", nil, 400, "step"), ("GET", "ledger?kind=gift", nil, 400, "refund"),
      ("GET", "ledger?before=g1", nil, 400, "17"), ("GET", "ledger?day=1", nil, 400, "2026-11-23"),
      ("GET", "ledger?limit=1001", nil, 400, "1000"), ("GET", "generations/counts?state=held", nil, 400, "none"),
      ("GET", "generations?state=held,lost", nil, 400, "lost"), ("GET", "generations?key=nobody", nil, 404, "nobody"),
      ("GET", "generations?search=%2A", nil, 400, "no word"), ("GET", "generations?model=a*b", nil, 400, "pattern"),
      ("GET", "generations/g9/uses", nil, 404, "g9"), ("GET", "storage?all=1", nil, 400, "none"),
      ("GET", "assets/17", nil, 400, "64 hex digits"), ("GET", "assets?before=g17", nil, 400, "64 hex digits"),
      ("GET", "assets/\(String(repeating: "0", count: 64)).png", nil, 404, "ever kept"),
      ("GET", "assets?limit=0", nil, 400, "1000"),
      ("GET", "assets?before=\(String(repeating: "0", count: 64))", nil, 404, "ever kept"),
      ("GET", "cache/g9", nil, 404, "g9"), ("GET", "cache/9", nil, 400, "g17"), ("GET", "cache?content=12", nil, 400, "64"),
    ] as [(String, String, String?, Int, String)])
  func problems(_ method: String, _ path: String, _ body: String?, _ status: Int, _ says: String) async throws {
    try await Self.run { _, call in
      _ = try await call(.POST, "keys", #"{"name":"alice"}"#)
      let reply = try await call(HTTPMethod(rawValue: method), path, body)
      #expect(reply.status == status)
      #expect(reply["Content-Type"] == "application/problem+json")
      #expect(try reply.json["status"]?.number?.int64 == Int64(status))
      #expect(try reply.json["detail"]?.string?.contains(says) == true, "\(reply.text)")
    }
  }
}
