import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateStore
import TollgateTestSupport

// The rows that are about purchases.
extension ErrorTableTests {
  @Test("409/40900: an identical request's outcome is unknown; the sentence names it and the ways out")
  func outcomeUnknown() async throws {
    let faults: [Fault.Kind] = [.dropAfter, .malformed, .truncated, .missingJobID, .codeWithJobID, .duplicateJobID]
    try await GatewayUnderTest.run { gateway in
      for fault in faults {
        gateway.simulator.setFaults([Fault(on: .create, fault, times: 1)])
        let lost = try await gateway.create(Body.picture("\(fault)"))
        lost.expectError(504, 50400, "\(fault)")
        let generation = try #require(lost["Tollgate-Generation"])
        for _ in 0..<2 {
          let reply = try await gateway.create(Body.picture("\(fault)"))
          reply.expectError(409, 40900, "\(fault)")
          #expect(reply["Tollgate-Generation"] == generation)
          let sentence = try reply.json["info"]?.string ?? ""
          for part in [generation, "Tollgate-On-Unknown: resend", "tollgate jobs resolve"] { #expect(sentence.contains(part)) }
        }
        let resent = try await gateway.created(Body.picture("\(fault)"), headers: ["Tollgate-On-Unknown": "resend"])
        #expect(resent["Tollgate-Generation"] != generation)
      }
      #expect(gateway.simulator.accepted.count == 2 * faults.count)
    }
  }

  @Test("429/42902: the queue in front of the upstream is full")
  func queueFull() async throws {
    var policy = GatewayUnderTest.quickPolicy
    policy.maximumSending = 1
    policy.queueSize = 0
    try await GatewayUnderTest.run(.init { $0.policy = policy }) { gateway in
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await gateway.occupyTheUpstream(in: &group)
        let reply = try await gateway.create(Body.picture("queue"))
        reply.expectError(429, 42902)
        #expect(reply["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
        await gateway.stopUpstream()
      }
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("429/42902: the wait for the upstream was too long")
  func queueTooSlow() async throws {
    var policy = GatewayUnderTest.quickPolicy
    policy.maximumSending = 1
    policy.queueDeadline = .milliseconds(50)
    try await GatewayUnderTest.run(.init { $0.policy = policy }) { gateway in
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await gateway.occupyTheUpstream(in: &group)
        try await gateway.create(Body.picture("queue")).expectError(429, 42902)
        await gateway.stopUpstream()
      }
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("502/50200: the upstream cannot be reached; nothing is sent and nothing held")
  func unreachable() async throws {
    try await GatewayUnderTest.run { gateway in
      await gateway.stopUpstream()
      let port = try await gateway.simulator.port()
      try await eventually("the end of the upstream", holds: { await !Wire.isListening(port: port) })
      try await gateway.create(Body.picture("unreachable")).expectError(502, 50200)
      let number = try #require(GenerationNumber(1))
      #expect(try await gateway.store.generation(number)?.state == .released)
      // Nothing is in the way of the next try.
      try await gateway.create(Body.picture("unreachable")).expectError(502, 50200)
    }
  }

  @Test("502/50201: the upstream refuses the gateway's own key; purchases stop, hits do not")
  func credentialRefused() async throws {
    try await GatewayUnderTest.run { gateway in
      try await gateway.finished(Body.picture("before"))
      gateway.simulator.setFaults([Fault(on: .create, .unauthorized, times: 1)])
      try await gateway.create(Body.picture("refused")).expectError(502, 50201)
      try await gateway.create(Body.picture("another")).expectError(502, 50201)
      #expect(gateway.simulator.statistics.creates == 2, "the second was not sent")
      #expect(try await gateway.created(Body.picture("before"))["Cache-Status"] == "tollgate; hit")
    }
  }

  @Test("a forwarded key that the upstream refuses is the caller's own affair")
  func forwardedCredentialRefused() async throws {
    let setup = GatewayUnderTest.Setup {
      $0.access = .forwarding
      $0.simulator.keys = ["ak-good"]
    }
    try await GatewayUnderTest.run(setup) { gateway in
      try await gateway.create(Body.picture("forwarded"), key: "ak-bad").expectError(401, 1)
      _ = try await gateway.created(Body.picture("forwarded"), key: "ak-good")
    }
  }

  @Test("503/50300: draining; nothing is bought, and what needs no purchase is answered")
  func draining() async throws {
    try await GatewayUnderTest.run { gateway in
      let jobID = try await gateway.finished(Body.picture("before")).jobID
      gateway.engine.drain.begin()
      try await gateway.create(Body.picture("draining")).expectError(503, 50300)
      #expect(try await gateway.created(Body.picture("before"))["Cache-Status"] == "tollgate; hit")
      #expect(try await gateway.query(jobID).status == 200)
      #expect(try await gateway.wire("GET", "/-/health/live").status == 200)
      #expect(try await gateway.wire("GET", "/-/health/ready").status == 503)
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("503/50300: the ledger cannot be written; nothing is sent")
  func ledgerNotWritable() async throws {
    try await GatewayUnderTest.run(.init { $0.verifies = false }) { gateway in
      let jobID = try await gateway.finished(Body.picture("before")).jobID
      let caller = try gateway.engine.gateway.caller(bearer: nil)
      // Who asks in the moment of the end may know it a moment before memory does.
      try await eventually("the record in memory") {
        _ = try await gateway.query(jobID)
        let engine = gateway.engine.gateway
        var record: [UInt8] = []
        return engine.answerInstantly(query: jobID, from: caller, base: "", at: engine.now(), into: &record)
      }
      await gateway.store.close()
      try await gateway.create(Body.picture("closed")).expectError(503, 50300)
      #expect(
        try await gateway.created(Body.picture("before"))["Cache-Status"] == "tollgate; hit", "memory is enough for a hit")
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("504/50400: sent, and no usable answer")
  func lost() async throws {
    let setup = GatewayUnderTest.Setup { $0.requestTimeout = .seconds(5) }
    try await GatewayUnderTest.run(setup) { gateway in
      for fault in [
        Fault(on: .create, .html), Fault(on: .create, .html).with { $0.status = 500 }, Fault(on: .create, .dropBefore),
        Fault(on: .create, .dropAfter), Fault(on: .create, .neverAnswer), Fault(on: .create, .malformed),
      ] {
        gateway.simulator.setFaults([fault])
        let reply = try await gateway.create(Body.picture("\(fault.kind) \(fault.status ?? 0)"))
        reply.expectError(504, 50400, "\(fault.kind)")
        #expect(reply["Tollgate-Generation"] != nil)
      }
    }
  }

  @Test("504/50401: still being sent; repeating joins")
  func stillSending() async throws {
    let time = ManualTime()
    try await GatewayUnderTest.run(.init { $0.time = time }) { gateway in
      gateway.simulator.setFaults([Fault(on: .create, .delay).with { $0.delay = .seconds(20) }])
      let body = Body.picture("slow")
      let first = try await gateway.createUntilTimeout(body, time)
      first.expectError(504, 50401)
      let repeated = try await gateway.createUntilTimeout(body, time)
      repeated.expectError(504, 50401)
      let joined = try await gateway.created(body)
      #expect(joined["Tollgate-Generation"] == first["Tollgate-Generation"])
      #expect(gateway.simulator.accepted.count == 1)
    }
  }

  @Test("504/50410: not cached and may not buy")
  func notCached() async throws {
    let keys = [TestKey.declared("alice"), TestKey.declared("replay", replayOnly: true)]
    try await GatewayUnderTest.run(.init { $0.access = .keyed(keys) }) { gateway in
      let alice = TestKey.secret(of: "alice")
      let header = ["Cache-Control": "only-if-cached"]
      try await gateway.create(Body.picture("new"), headers: header, key: alice).expectError(504, 50410)
      try await gateway.create(Body.picture("new"), key: TestKey.secret(of: "replay")).expectError(504, 50410)
      try await gateway.finished(Body.picture("new"), key: alice)
      #expect(try await gateway.create(Body.picture("new"), headers: header, key: alice).status == 200)
      #expect(try await gateway.create(Body.picture("new"), key: TestKey.secret(of: "replay")).status == 200)
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("a rejection is passed on with its status, code and text, rebuilt, and costs nothing")
  func rejected() async throws {
    let rejections: [(status: Int, code: Int64, text: String)] = [
      (200, 3000, "upstream service unstable"), (200, 1, "invalid model"), (200, -7, "negative"),
      (400, 1, "unsupported task kind"),
      (404, 12, "no such model"), (422, 422, "say \"please\""), (500, 1, "sorry"),
      (503, 3000, "line one\nline two"),
    ]
    try await GatewayUnderTest.run { gateway in
      for (index, rejection) in rejections.enumerated() {
        gateway.simulator.setFaults([
          Fault(on: .create, .reject, times: 1).with { ($0.status, $0.code, $0.info) = rejection }
        ])
        let body = Body.picture("rejected \(index)")
        let reply = try await gateway.create(body)
        reply.expectError(rejection.status, rejection.code, "\(rejection)")
        #expect(try reply.json["info"]?.string == rejection.text.replacing("\n", with: " "))
        let number = try #require(GenerationNumber(Int64(2 * index + 1)))
        let rejected = try await gateway.store.generation(number)
        #expect(rejected?.state == .rejected)
        #expect(rejected?.cost == .zero)
        // The slot is free: the next one buys.
        #expect(try await gateway.created(body)["Cache-Status"] == "tollgate; fwd=miss")
      }
      #expect(gateway.simulator.accepted.count == rejections.count)
    }
  }
}

extension GatewayUnderTest {
  /// Sends a create that the upstream takes and never answers, so that it is in flight until the upstream is stopped.
  func occupyTheUpstream(in group: inout ThrowingTaskGroup<Void, any Error>) async throws {
    simulator.addFaults([Fault(on: .create, .neverAnswer).with { $0.match = "never answered" }])
    let before = simulator.statistics.creates
    group.addTask { _ = try? await self.create(Body.picture("never answered"), key: TestKey.secret(of: "alice")) }
    try await eventually("a create in flight", holds: { simulator.statistics.creates > before })
  }
}
