import Foundation
import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

@Suite("Many identical creates at once")
struct ThousandCreatesTests {
  @Test("a thousand connections, one purchase, a thousand job ids, one result")
  func thousandAtOnce() async throws {
    let folder = TemporaryFolder()
    let log = folder.path + "/referee.log"
    // Each connection has two ends in this process, and other tests run beside it.
    let count = OpenFiles.raiseLimit() >= 4096 ? 1000 : 300
    let setup = GatewayUnderTest.Setup {
      $0.folder = folder.path
      $0.simulator.log = log
    }
    try await GatewayUnderTest.run(setup) { gateway in
      // The purchase is under way until all have asked.
      gateway.simulator.setFaults([Fault(on: .create, .delay).with { $0.delay = .milliseconds(300) }])
      let request = Wire.request("POST", "/api/v1/job/create", port: gateway.port, body: Body.picture("a thousand"))
      let start = StartingLine(runners: count)
      let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
        for _ in 0..<count {
          group.addTask {
            do {
              return try await Wire.exchange(request, port: gateway.port) { await start.wait() }
            } catch {
              await start.clear()
              throw error
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(replies.count == count)
      #expect(replies.allSatisfy { $0.status == 200 && $0.code == 0 })
      #expect(replies.count { $0["Tollgate-Charged"] == "0.04" } == 1)
      #expect(replies.count { $0["Tollgate-Charged"] == "0" } == count - 1)
      #expect(Set(replies.map { $0["Tollgate-Generation"] }) == ["g1"])
      let jobIDs = try replies.map { try $0.jobID }
      #expect(Set(jobIDs).count == count)

      let links = try await withThrowingTaskGroup(of: String.self) { group in
        let rest = NIOLockedValueBox(jobIDs)
        for _ in 0..<16 {
          group.addTask {
            var links: Set<String> = []
            while let jobID = rest.withLockedValue({ $0.popLast() }) {
              let data = try await gateway.query(jobID, untilStatus: 2).data
              #expect(data["id"]?.string == jobID)
              links.insert(try #require(data["result"]?["images"]?.array?.first?["url"]?.string))
            }
            return links.joined(separator: " ")
          }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(links.subtracting([""]).count == 1)
      #expect(gateway.simulator.accepted.count == 1)
    }
    let lines = try String(contentsOf: URL(filePath: log), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1)
  }

  @Test("a client that hangs up while its create is sent changes nothing: the next one joins what it bought")
  func hangUp() async throws {
    try await GatewayUnderTest.run { gateway in
      gateway.simulator.setFaults([Fault(on: .create, .delay).with { $0.delay = .milliseconds(300) }])
      let body = Body.picture("hang up")
      let request = Wire.request("POST", "/api/v1/job/create", port: gateway.port, body: body)
      try await Wire.abandon(request, port: gateway.port) {
        try await eventually("the create", holds: { gateway.simulator.statistics.creates == 1 })
      }
      let next = try await gateway.created(body)
      #expect(next["Tollgate-Charged"] == "0")
      #expect(next["Tollgate-Generation"] == "g1")
      try await gateway.query(next.jobID, untilStatus: 2)
      #expect(gateway.simulator.accepted.count == 1)
    }
  }
}

/// Holds runners back until all have come.
private actor StartingLine {
  private let runners: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isCleared = false

  init(runners: Int) { self.runners = runners }

  func wait() async {
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      if waiting.count == runners || isCleared { clear() }
    }
  }

  /// Lets all go, also those that are still to come.
  func clear() {
    isCleared = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}
