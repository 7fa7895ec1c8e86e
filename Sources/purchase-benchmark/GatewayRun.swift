import Logging
import ServiceLifecycle
import TollgateCore
import TollgateEngine
import TollgateStore

/// Purchases through the engine: the store is the real one, the upstream answers at once.
struct GatewayRun {
  let folder: String
  let purchases: Int
  let clients: Int

  func measure() async throws -> RunFigures {
    try await SQLiteStore.withStore(folder: folder) { store in
      var policy = GatewayPolicy()
      // As many are sent at a time as there are clients, and none is asked about while it is measured.
      policy.maximumSending = clients
      policy.polling.first = .seconds(3600)
      let silent = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
      let engine = try await Engine.start(
        policy: policy, catalogue: .builtIn, declaration: Declaration(keys: [Self.key]), ownCredential: Secret("ak-benchmark"),
        store: store, upstream: InstantUpstream(), logger: silent)
      let group = ServiceGroup(services: engine.services, logger: silent)
      return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let before = store.statistics
        let stopwatch = Stopwatch()
        try await buy(from: engine.gateway)
        let after = store.statistics
        let figures = stopwatch.figures(
          purchases: purchases, commits: after.commits - before.commits, commands: after.commands - before.commands)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return figures
      }
    }
  }

  /// A key with a team, so that a purchase is booked in all nine balances.
  private static let key = StoredKey(
    key: Key(
      id: .random(), name: "benchmark", team: "team", origin: .declared, createdAt: Timestamp(millisecondsSince1970: 0)),
    digest: KeyDigest(secret: "benchmark-secret"))

  private func buy(from gateway: Gateway) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for client in 0..<clients {
        group.addTask {
          for number in stride(from: client, to: purchases, by: clients) {
            let caller = try gateway.caller(bearer: "benchmark-secret")
            let answer = try await gateway.create(Self.body(number), directives: CreateDirectives(), from: caller)
            guard case .miss = answer.outcome else { throw NotBought() }
          }
        }
      }
    }
  }

  private struct NotBought: Error {}

  static func body(_ number: Int) -> [UInt8] {
    Array(
      #"{"args":{"aspect_ratio":"16:9","num_images":1,"prompt":"A lighthouse at dawn, number \#(number)","resolution":"1K"},"#
        .utf8) + Array(#""model":"google/nano-banana-2/text-to-image"}"#.utf8)
  }
}

/// Accepts everything, and knows nothing of it afterwards.
private struct InstantUpstream: UpstreamAPI {
  func create(_ body: [UInt8], credential: Secret) async -> CreateOutcome {
    .accepted(
      upstreamID: HexDigits.text(of: Array(KeyID.random().bytes.prefix(12))), charge: .stated(Money(nanodollars: 40_000_000)))
  }

  func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome {
    .unusable(reason: "nothing is kept", retryAfter: nil)
  }
}
