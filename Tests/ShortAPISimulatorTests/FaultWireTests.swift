import ShortAPISimulator
import Testing
import TollgateCore

/// Every kind of fault once, at the level of the socket.
struct FaultWireTests {
  /// A fault and what is seen of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let fault: Fault
    var accepted = 1
    var isClosed = true
    var enough = Int.max
    let check: @Sendable (Transcript) throws -> Bool

    var testDescription: String { "\(fault.on.rawValue): \(fault.kind.rawValue)" }
  }

  static let creates: [Case] = [
    Case(fault: Fault(on: .create, .reject), accepted: 0) { $0.status == 200 && $0.body.hasPrefix(#"{"code":3000,"info":""#) },
    Case(
      fault: Fault(on: .create, .reject).with { fault in
        fault.status = 422
        fault.code = 9
        fault.info = "no"
      }, accepted: 0
    ) { $0.status == 422 && $0.body == #"{"code":9,"info":"no"}"# },
    Case(fault: Fault(on: .create, .unauthorized), accepted: 0) { $0.status == 401 && $0.body.hasPrefix(#"{"code":1,"#) },
    Case(fault: Fault(on: .create, .rateLimit).with { $0.retryAfter = .seconds(7) }, accepted: 0) {
      $0.status == 429 && $0.text.contains("\r\nRetry-After: 7\r\n") && $0.body.hasPrefix(#"{"code":1,"#)
    },
    Case(fault: Fault(on: .create, .html).with { $0.status = 503 }, accepted: 0) {
      $0.status == 503 && $0.text.contains("\r\nContent-Type: text/html\r\n") && $0.body.hasPrefix("<html>")
    },
    Case(fault: Fault(on: .create, .html).with { $0.accept = true }) { $0.status == 502 && $0.body.hasPrefix("<html>") },
    Case(fault: Fault(on: .create, .dropBefore), accepted: 0) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .create, .dropAfter)) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .create, .neverAnswer), isClosed: false) { $0.bytes.isEmpty },
    Case(
      fault: Fault(on: .create, .neverAnswer).with { $0.accept = false }, accepted: 0, isClosed: false
    ) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .create, .malformed)) { transcript in
      transcript.promisedLength == transcript.body.utf8.count && (try? CanonicalJSON.parse(Array(transcript.body.utf8))) == nil
    },
    Case(fault: Fault(on: .create, .truncated)) { $0.promisedLength.map(Double.init) ?? 0 > Double($0.body.utf8.count) * 1.5 },
    Case(fault: Fault(on: .create, .huge).with { $0.megabytes = 2 }) {
      try $0.body.utf8.count > 2 << 20 && CanonicalJSON.parse(Array($0.body.utf8))["data"]?["job_id"]?.string?.count == 24
    },
    Case(fault: Fault(on: .create, .slow).with { $0.perByte = .seconds(60) }, isClosed: false, enough: 60) {
      $0.text.hasPrefix("HTTP/1.1 200 OK\r\n") && $0.text.hasSuffix("\r\n\r\n")
    },
    Case(fault: Fault(on: .create, .slowHead).with { $0.perByte = .milliseconds(1) }) { $0.body.hasPrefix(#"{"code":0,"#) },
    Case(fault: Fault(on: .create, .delay).with { $0.delay = .seconds(60) }, isClosed: false) {
      $0.bytes.isEmpty
    },
    Case(fault: Fault(on: .create, .wrongAmount)) { $0.body.hasPrefix(#"{"code":0,"data":{"amount":"0.08","job_id":""#) },
    Case(fault: Fault(on: .create, .oddAmount)) { $0.body.hasPrefix(#"{"code":0,"data":{"amount":0.04,"job_id":""#) },
    Case(fault: Fault(on: .create, .oddAmount).with { $0.amount = "-4e-2" }) { $0.body.contains(#"{"amount":"-4e-2","#) },
    Case(fault: Fault(on: .create, .missingAmount)) { $0.body.hasPrefix(#"{"code":0,"data":{"job_id":""#) },
    Case(fault: Fault(on: .create, .missingJobID)) { $0.body == #"{"code":0,"data":{"amount":"0.04"}}"# },
    Case(fault: Fault(on: .create, .codeWithJobID)) {
      $0.body.hasPrefix(#"{"code":3000,"info":""#) && $0.body.contains(#","data":{"amount":"0.04","job_id":""#)
    },
    Case(fault: Fault(on: .create, .duplicateJobID)) { $0.body.hasPrefix(#"{"code":0,"data":{"amount":"0.04","job_id":""#) },
    Case(fault: Fault(on: .create, .failJob)) { $0.body.hasPrefix(#"{"code":0,"#) },
    Case(fault: Fault(on: .create, .stallJob)) { $0.body.hasPrefix(#"{"code":0,"#) },
  ]

  @Test(arguments: creates) func create(_ example: Case) async throws {
    try await withSimulator { simulator, base in
      simulator.setFaults([example.fault])
      let transcript = try await RawSocket.create(
        try port(of: base), enough: example.enough, until: { simulator.isDone(example) })
      #expect(try example.check(transcript), "\(transcript.text.prefix(400))")
      #expect(transcript.isClosed == example.isClosed)
      #expect(simulator.accepted.count == example.accepted)
      #expect(simulator.faults.first?.applied == 1)
    }
  }

  static let queries: [Case] = [
    Case(fault: Fault(on: .query, .reject)) { $0.status == 200 && $0.body.hasPrefix(#"{"code":3000,"#) },
    Case(fault: Fault(on: .query, .unauthorized)) { $0.status == 401 && $0.body.hasPrefix(#"{"code":1,"#) },
    Case(fault: Fault(on: .query, .notFound)) { $0.status == 404 && $0.body.hasPrefix(#"{"code":1,"#) },
    Case(fault: Fault(on: .query, .rateLimit)) { $0.status == 429 && $0.text.contains("\r\nRetry-After: 1\r\n") },
    Case(fault: Fault(on: .query, .html)) { $0.status == 502 && $0.body.hasPrefix("<html>") },
    Case(fault: Fault(on: .query, .drop)) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .query, .neverAnswer), isClosed: false) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .query, .malformed)) { (try? CanonicalJSON.parse(Array($0.body.utf8))) == nil },
    Case(fault: Fault(on: .query, .truncated)) { $0.promisedLength ?? 0 > $0.body.utf8.count + 100 },
    Case(fault: Fault(on: .query, .huge).with { $0.megabytes = 1 }) { $0.body.utf8.count > 1 << 20 },
    Case(fault: Fault(on: .query, .slow).with { $0.perByte = .microseconds(1) }) { $0.body.contains(#""status":2"#) },
    Case(fault: Fault(on: .query, .slowHead).with { $0.perByte = .microseconds(1) }) { $0.body.contains(#""status":2"#) },
    Case(fault: Fault(on: .query, .delay).with { $0.delay = .milliseconds(1) }) { $0.body.contains(#""status":2"#) },
    Case(fault: Fault(on: .query, .unknownStatus)) { $0.body.contains(#""status":7"#) && !$0.body.contains("result") },
    Case(fault: Fault(on: .query, .emptyResult)) { $0.body.contains(#""result":{"images":[]},"status":2"#) },
  ]

  @Test(arguments: queries) func query(_ example: Case) async throws {
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      simulator.setFaults([example.fault])
      let transcript = try await RawSocket.get(
        try port(of: base), "/api/v1/job/query?id=\(id)", enough: example.enough, until: { simulator.isDone(example) })
      #expect(try example.check(transcript), "\(transcript.text.prefix(400))")
      #expect(transcript.isClosed == example.isClosed)
    }
  }

  static let files: [Case] = [
    Case(fault: Fault(on: .file, .reject)) { $0.body.hasPrefix(#"{"code":3000,"#) },
    Case(fault: Fault(on: .file, .unauthorized)) { $0.status == 401 },
    Case(fault: Fault(on: .file, .notFound)) { $0.status == 404 },
    Case(fault: Fault(on: .file, .rateLimit)) { $0.status == 429 },
    Case(fault: Fault(on: .file, .html)) { $0.status == 502 },
    Case(fault: Fault(on: .file, .drop)) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .file, .neverAnswer), isClosed: false) { $0.bytes.isEmpty },
    Case(fault: Fault(on: .file, .truncated)) { ($0.promisedLength ?? 0) > 30_000 && $0.bytes.count < 20_000 },
    Case(fault: Fault(on: .file, .slow).with { $0.perByte = .seconds(60) }, isClosed: false, enough: 60) {
      $0.text.hasPrefix("HTTP/1.1 200 OK\r\n") && $0.text.hasSuffix("\r\n\r\n")
    },
    Case(fault: Fault(on: .file, .slowHead).with { $0.perByte = .seconds(60) }, isClosed: false) {
      $0.bytes.isEmpty
    },
    Case(fault: Fault(on: .file, .delay).with { $0.delay = .milliseconds(1) }) { $0.status == 200 && $0.bytes.count > 30_000 },
    Case(fault: Fault(on: .file, .endless), isClosed: false, enough: 1 << 20) { transcript in
      transcript.status == 200 && transcript.promisedLength == nil && transcript.bytes.count >= 1 << 20
    },
    Case(fault: Fault(on: .file, .wrongType)) {
      $0.status == 200 && $0.text.contains("Content-Type: image/png") && $0.body.hasPrefix("<html>")
    },
    Case(fault: Fault(on: .file, .wrongLength)) { transcript in
      (15_000..<25_000).contains(transcript.promisedLength ?? 0) && transcript.bytes.count > 30_000
    },
    Case(fault: Fault(on: .file, .encoded)) { $0.status == 200 && $0.text.contains("\r\nContent-Encoding: gzip\r\n") },
    Case(fault: Fault(on: .file, .noRanges)) { $0.status == 200 && !$0.text.contains("ETag") && $0.bytes.count > 30_000 },
    Case(fault: Fault(on: .file, .redirect)) { $0.status == 302 && $0.text.contains("image-1.png?again=1\r\n") },
    Case(fault: Fault(on: .file, .redirect).with { $0.location = "/x" }) { $0.text.contains("\r\nLocation: /x\r\n") },
    Case(fault: Fault(on: .file, .staleLink)) { $0.status == 404 },
    Case(fault: Fault(on: .file, .staleLink).with { $0.status = 403 }) { $0.status == 403 },
  ]

  @Test(arguments: files) func file(_ example: Case) async throws {
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      simulator.setFaults([example.fault])
      let path = try #require(simulator.job(id)?.files.first)
      let transcript = try await RawSocket.get(
        try port(of: base), path, enough: example.enough, until: { simulator.isDone(example) })
      #expect(try example.check(transcript), "\(transcript.text.prefix(400))")
      #expect(transcript.isClosed == example.isClosed)
    }
  }

  @Test(arguments: Fault.Kind.allCases) func everyKindIsTriedWhereverItCanHappen(kind: Fault.Kind) {
    for (endpoint, cases) in [(Fault.Endpoint.create, Self.creates), (.query, Self.queries), (.file, Self.files)] {
      #expect(cases.contains { $0.fault.kind == kind } == kind.endpoints.contains(endpoint), "\(endpoint) \(kind)")
    }
  }

  @Test func duplicateIsTheIdOfTheJobBefore() async throws {
    try await withSimulator { simulator, base in
      let first = try await createJob(base)
      simulator.setFaults([Fault(on: .create, .duplicateJobID, times: 1)])
      #expect(try await createJob(base) == first)
      #expect(try await createJob(base) != first)
      #expect(simulator.accepted.count == 3)
      #expect(simulator.jobs.count == 2)
    }
  }

  @Test func wrongAmountIsWhatIsCharged() async throws {
    try await withSimulator { simulator, base in
      simulator.setFaults([Fault(on: .create, .wrongAmount).with { $0.amount = "0.5" }])
      let id = try await createJob(base)
      #expect(simulator.accepted.first?.amount == Money("0.5"))
      #expect(try await record(base, id)["credit"] == "0.5")
      #expect(simulator.statistics.charged == Money("0.5"))
    }
  }
}

extension Simulator {
  /// Whether a fault that leaves the connection open has been applied.
  fileprivate func isDone(_ example: FaultWireTests.Case) -> Bool {
    !example.isClosed && example.enough == .max && faults.first?.applied == 1 && accepted.count == example.accepted
  }
}
