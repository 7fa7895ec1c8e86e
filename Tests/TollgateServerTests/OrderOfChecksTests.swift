import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("The order of checks", .bothLanes)
struct OrderOfChecksTests {
  private static let bodyLimit = ByteCount(bytes: 2000)
  private static let headerLimit = ByteCount(bytes: 2000)

  @Test("of two conditions that one create meets the earlier decides", arguments: ConditionPair.World.all)
  func pairwise(world: ConditionPair.World) async throws {
    let pairs = ConditionPair.all.filter { $0.world == world && $0.infeasibility == nil }
    let attempts = pairs.map {
      Attempt([$0.first, $0.second], isOpen: world.isOpen, bodyLimit: Self.bodyLimit, headerLimit: Self.headerLimit)
    }
    try await exchange(attempts, in: world) { number, reply in
      let (pair, expected) = (pairs[number], pairs[number].first.answer)
      #expect(reply.status == expected.status && reply.code == expected.code, "\(pair): \(reply.status) \(reply.text)")
      #expect(reply["Cache-Status"] == pair.first.cacheStatus, "\(pair)")
    }
  }

  @Test(
    "each condition by itself is answered as its row says",
    arguments: ConditionPair.World.all.filter { !$0.isOpen || $0.lasting == nil })
  func alone(world: ConditionPair.World) async throws {
    let conditions = Condition.allCases.filter { condition in
      if let lasting = world.lasting { return condition == lasting }
      return !condition.isLasting && (condition == .foreignOrigin) == world.isOpen
    }
    let attempts = conditions.map {
      Attempt([$0], isOpen: world.isOpen, bodyLimit: Self.bodyLimit, headerLimit: Self.headerLimit)
    }
    try await exchange(attempts, in: world) { number, reply in
      let condition = conditions[number]
      #expect(reply.status == condition.answer.status && reply.code == condition.answer.code, "\(condition): \(reply.text)")
    }
  }

  @Test("every pair is either tried or listed with a reason")
  func nothingForgotten() {
    let count = Condition.allCases.count
    #expect(ConditionPair.all.count == count * (count - 1) / 2)
    let worlds = Set(ConditionPair.World.all)
    for pair in ConditionPair.all where pair.infeasibility == nil { #expect(worlds.contains(pair.world), "\(pair)") }
    #expect(ConditionPair.all.count { $0.infeasibility != nil } == 19)
  }

  @Test("hit, joined and 409 come before an unknown price: a restart may take the price of what was bought away")
  func priceGoneAfterRestart() async throws {
    let folder = TemporaryFolder()
    let conditions: [Condition] = [.hit, .joined, .outcomeUnknown]
    var setup = GatewayUnderTest.Setup {
      $0.folder = folder.path
      $0.simulator.log = folder.path + "/referee.log"
    }
    setup.catalogue = Catalogue.builtIn.overriding([
      ModelRule(model: Body.unpricedModel, price: .cap(Money(nanodollars: 50_000_000)))
    ])
    try await GatewayUnderTest.run(setup) { gateway in
      for condition in conditions {
        var attempt = Attempt([condition], isOpen: true, bodyLimit: Self.bodyLimit, headerLimit: Self.headerLimit)
        (attempt.model, attempt.keyName) = (Body.unpricedModel, nil)
        try await prepare(attempt, in: gateway)
      }
    }
    setup.catalogue = .builtIn
    setup.policy.polling.first = .seconds(3600)
    setup.policy.polling.maximum = .seconds(3600)
    // What was running is asked about at once, and must not be found finished.
    setup.simulator.faults = [Fault(on: .query, .html)]
    try await GatewayUnderTest.run(setup) { gateway in
      try await gateway.create(Body.picture("new", model: Body.unpricedModel)).expectError(402, 40201)
      for condition in conditions {
        let reply = try await gateway.create(Body.picture("\(condition)", model: Body.unpricedModel))
        #expect(reply.status == condition.answer.status && reply.code == condition.answer.code, "\(condition): \(reply.text)")
        #expect(reply["Cache-Status"] == condition.cacheStatus, "\(condition)")
      }
    }
  }

  // MARK: The worlds

  private static func setup(for world: ConditionPair.World, _ attempts: [Attempt]) -> GatewayUnderTest.Setup {
    let keys = [TestKey.declared("alice")] + attempts.compactMap(\.ownKey)
    return GatewayUnderTest.Setup {
      // Without a key of its own an open gateway needs the caller's; with one, it can be refused.
      $0.access = !world.isOpen ? .keyed(keys) : world.lasting == .credentialRefused ? .open : .forwarding
      $0.settings.bodyLimit = bodyLimit
      $0.settings.headerLimit = headerLimit
      $0.simulator.jobDuration = .milliseconds(20)
      if world.lasting == .queueFull {
        $0.policy.maximumSending = 1
        $0.policy.queueSize = 0
      }
    }
  }

  /// Sends attempts in their world, and gives each answer to `check`. None of them buys.
  private func exchange(
    _ attempts: [Attempt], in world: ConditionPair.World, check: (_ number: Int, _ reply: Reply) throws -> Void
  ) async throws {
    try await GatewayUnderTest.run(Self.setup(for: world, attempts)) { gateway in
      // In a state that lasts nothing can be prepared. Elsewhere each is when its turn comes: what a key has used up of a minute
      // does not last.
      if world.lasting != nil { for attempt in attempts { try await prepare(attempt, in: gateway) } }
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await establish(world.lasting, in: gateway, group: &group)
        for (number, attempt) in attempts.enumerated() {
          if world.lasting == nil { try await prepare(attempt, in: gateway) }
          let creates = gateway.simulator.statistics.creates
          try check(number, try await Wire.exchange(attempt.request(port: gateway.port), port: gateway.port))
          #expect(gateway.simulator.statistics.creates == creates, "\(attempt.prompt): nothing was sent")
        }
        await gateway.stopUpstream()
      }
    }
  }

  /// Brings the attempt's slot into the state that it needs.
  private func prepare(_ attempt: Attempt, in gateway: GatewayUnderTest) async throws {
    let key = TestKey.secret(of: "alice")
    let body = attempt.plainBody
    if attempt.prepares.contains(.hit) { try await gateway.finished(body, key: key) }
    if attempt.prepares.contains(.joined) {
      gateway.simulator.setFaults([Fault(on: .create, .stallJob)])
      _ = try await gateway.created(body, headers: ["Cache-Control": "no-cache"], key: key)
    }
    if attempt.prepares.contains(.outcomeUnknown) {
      gateway.simulator.setFaults([Fault(on: .create, .dropAfter)])
      try await gateway.create(body, headers: ["Cache-Control": "no-cache"], key: key).expectError(504, 50400)
    }
    if attempt.usesUpLimits, let ownKey = attempt.keyName {
      gateway.simulator.setFaults([Fault(on: .create, .stallJob)])
      _ = try await gateway.created(Body.picture("uses up \(ownKey)"), key: TestKey.secret(of: ownKey))
    }
    if attempt.usesUpCreates, let ownKey = attempt.keyName {
      try await gateway.create("{", key: TestKey.secret(of: ownKey)).expectError(400, 40000)
    }
    gateway.simulator.clearFaults()
  }

  /// Brings the gateway into a state that lasts.
  private func establish(
    _ condition: Condition?, in gateway: GatewayUnderTest, group: inout ThrowingTaskGroup<Void, any Error>
  ) async throws {
    switch condition {
    case .queueFull: try await gateway.occupyTheUpstream(in: &group)
    case .draining: gateway.engine.drain.begin()
    case .credentialRefused:
      gateway.simulator.setFaults([Fault(on: .create, .unauthorized, times: 1)])
      try await gateway.create(Body.picture("the first to be refused"), key: TestKey.secret(of: "alice")).expectError(
        502, 50201)
    default: break
    }
  }
}
