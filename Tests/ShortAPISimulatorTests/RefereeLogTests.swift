import Foundation
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

/// The referee's log has one durable line per accepted create.
struct RefereeLogTests {
  private func configuration(_ path: String, _ faults: [Fault] = []) -> SimulatorConfiguration {
    var configuration = SimulatorConfiguration()
    configuration.log = path
    configuration.faults = faults
    return configuration
  }

  @Test func lineCarriesHashAmountAndModelOfTheBodyAsItCame() async throws {
    let path = Sample.path("log")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let time = ManualTime()
    try await withSimulator(configuration(path), time: time) { simulator, base in
      let id = try await createJob(base)
      // The line is there when the answer is.
      #expect(
        try Sample.lines(of: path) == [
          #"{"at":1774895845678,"id":"\#(id)","sha256":"44259fcbf865456a5ee1144218754ba5f764b320799faf73f6d18bd82c454601","#
            + #""amount":"0.04","model":"google/nano-banana-2/text-to-image","results":1,"format":"png"}"#
        ])
    }
  }

  @Test func acceptedIsLoggedWhateverTheClientSees() async throws {
    let path = Sample.path("log")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let faults = [
      Fault(on: .create, .dropAfter, times: 1), Fault(on: .create, .dropBefore, times: 1), Fault(on: .create, .html, times: 1),
      Fault(on: .create, .missingJobID, times: 1), Fault(on: .create, .rateLimit, times: 1),
    ]
    try await withSimulator(configuration(path, faults)) { simulator, base in
      var lines: [Int] = []
      for _ in faults {
        _ = try await RawSocket.create(try port(of: base))
        lines.append(try Sample.lines(of: path).count)
      }
      #expect(lines == [1, 1, 1, 2, 2])
      #expect(simulator.statistics.creates == 5)
      #expect(simulator.statistics.accepted == 2)
    }
  }

  @Test func thousandConnectionsAtOnceAreAThousandLines() async throws {
    OpenFiles.raiseLimit()
    let path = Sample.path("log")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await withSimulator(configuration(path)) { simulator, base in
      let port = try port(of: base)
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<1000 {
          group.addTask { String(try await RawSocket.create(port).body.suffix(27).prefix(24)) }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(ids.count == 1000)
      let lines = try Sample.lines(of: path)
      #expect(lines.count == 1000)
      #expect(Set(lines.compactMap { try? CanonicalJSON.parse(Array($0.utf8))["id"]?.string }) == ids)
    }
  }

  @Test func jobsSurviveARestartAndATornLineIsCutOff() async throws {
    let path = Sample.path("log")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let body = #"{"model":"google/nano-banana/text-to-image","args":{"prompt":"a","num_images":2,"aspect_ratio":"1:1"}}"#
    let first = try await withSimulator(configuration(path)) { simulator, base in
      _ = try await createJob(base, body: body)
      return simulator.accepted
    }
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"at":1,"id":"69cac"#.utf8))
    try handle.close()
    try await withSimulator(configuration(path)) { simulator, base in
      #expect(simulator.accepted == first)
      let old = try #require(first.first)
      #expect(try await record(base, old.id)["credit"] == "0.06")
      #expect(simulator.job(old.id)?.files.count == 2)
      simulator.command(old.id, .succeed)
      #expect(try await record(base, old.id)["result"]?["images"]?.array?.count == 2)
      let new = try await createJob(base)
      #expect(simulator.accepted.map(\.id) == [old.id, new])
      #expect(try Sample.lines(of: path).count == 2)
    }
  }

  @Test func unwritableLogIsNoAcceptance() async throws {
    let folder = Sample.path("folder")
    let simulator = Simulator(configuration: configuration(folder + "/log"), logger: .silent)
    await #expect(throws: RefereeLogError.self) { try await simulator.run() }
    await #expect(throws: RefereeLogError.self) { try await simulator.port() }
    try await withSimulator(configuration("/dev/full")) { simulator, base in
      let reply = try await call(.POST, base + "/api/v1/job/create", body: Sample.create)
      #expect(reply.status == 500)
      #expect(simulator.accepted.isEmpty)
    }
  }
}
