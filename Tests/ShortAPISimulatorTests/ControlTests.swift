import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore

/// The control API over HTTP.
struct ControlTests {
  @Test func faultsAreAddedListedAndRemoved() async throws {
    try await withSimulator { simulator, base in
      let url = base + "/control/faults"
      #expect(try await call(.GET, url, key: nil).text == #"{"faults":[]}"#)
      _ = try await call(.POST, url, body: #"{"on":"create","kind":"html","times":2}"#, key: nil)
      let both = try await call(
        .POST, url, body: #"[{"on":"query","kind":"drop"},{"on":"file","kind":"endless","probability":0.5}]"#, key: nil)
      #expect(try both.json["faults"]?.array?.count == 3)
      #expect(try await call(.POST, base + "/api/v1/job/create", body: Sample.create).status == 502)
      #expect(
        try await call(.GET, url, key: nil).text
          == #"{"faults":[{"applied":1,"kind":"html","on":"create","remaining":1,"times":2},"#
          + #"{"applied":0,"kind":"drop","on":"query"},{"applied":0,"kind":"endless","on":"file","probability":0.5}]}"#)
      let bad = try await call(.POST, url, body: #"[{"on":"query","kind":"drop"},{"on":"query"}]"#, key: nil)
      #expect(bad.status == 400)
      #expect(simulator.faults.count == 3)
      #expect(try await call(.DELETE, url, key: nil).text == #"{"faults":[]}"#)
      #expect(try await call(.POST, base + "/api/v1/job/create", body: Sample.create).status == 200)
    }
  }

  @Test func jobsAreListedAndCommanded() async throws {
    // None ends by itself before it is commanded to.
    var endless = SimulatorConfiguration()
    endless.jobDuration = .seconds(3600)
    try await withSimulator(endless) { simulator, base in
      let id = try await createJob(base)
      let list = try await call(.GET, base + "/control/jobs", key: nil).json["jobs"]?.array
      #expect(list?.count == 1)
      #expect(list?.first?["id"]?.string == id)
      #expect(list?.first?["status"] == 1)
      let url = base + "/control/jobs/\(id)"
      let failed = try await call(.POST, url, body: #"{"action":"fail","refund":"0.01"}"#, key: nil)
      #expect(failed.status == 200)
      #expect(try failed.json["status"] == 3)
      #expect(try failed.json["refunded_credit"] == "0.01")
      #expect(try await call(.GET, url, key: nil).json["sha256"]?.string == simulator.accepted.first?.sha256)
      #expect(try await call(.POST, url, body: "{}", key: nil).status == 400)
      #expect(try await call(.POST, base + "/control/jobs/unknown", body: #"{"action":"succeed"}"#, key: nil).status == 404)
      #expect(try await call(.PUT, url, body: "{}", key: nil).status == 404)
    }
  }

  @Test func figuresAreCounted() async throws {
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      for _ in 0..<3 { _ = try await record(base, id) }
      simulator.command(id, .fail(error: "e", refund: .full))
      let stats = try await call(.GET, base + "/control/stats", key: nil).text
      #expect(
        stats == #"{"accepted":1,"callbacks":0,"charged":"0.04","creates":1,"files":0,"max_concurrent_creates":1,"#
          + #""max_concurrent_queries":1,"queries":3,"queries_per_job":{"\#(id)":3},"refunded":"0.04"}"#)
    }
  }

  @Test func concurrentCreatesAreCountedUntilTheirAnswersAreSent() async throws {
    try await withSimulator { simulator, base in
      simulator.setFaults([Fault(on: .create, .neverAnswer)])
      let port = try port(of: base)
      try await withThrowingTaskGroup { group in
        for _ in 0..<5 {
          group.addTask { _ = try await RawSocket.create(port, until: { simulator.statistics.maximumConcurrentCreates == 5 }) }
        }
        try await group.waitForAll()
      }
      #expect(simulator.statistics.maximumConcurrentCreates == 5)
    }
  }
}
