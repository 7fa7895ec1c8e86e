import Logging
import ServiceLifecycle
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateStore

/// A gateway's engine over a real store in a folder of its own, with its services running.
struct EngineHarness: Sendable {
  let engine: Engine
  let store: any Store
  let upstream: ScriptedUpstream

  var gateway: Gateway { engine.gateway }

  /// The caller with a declared key.
  func caller(_ name: String) throws -> Caller { try gateway.caller(bearer: TestKey.secret(of: name)) }

  /// The caller of open mode with a gateway key.
  var local: Caller {
    get throws { try gateway.caller(bearer: nil) }
  }

  /// A policy that polls so fast that a test need not wait, and has patience with a busy machine.
  static var quickPolicy: GatewayPolicy {
    var policy = GatewayPolicy()
    policy.polling.first = .milliseconds(2)
    policy.polling.maximum = .milliseconds(5)
    policy.answerTimeout = .seconds(300)
    return policy
  }

  /// Runs an engine over `folder`, whose disk fails where `disk` is told to.
  ///
  /// - Throws: what `body` throws.
  static func run(
    folder: String? = nil, policy: GatewayPolicy = quickPolicy, upstream: ScriptedUpstream = ScriptedUpstream(),
    keys: [StoredKey] = [], declaration: Declaration? = nil, ownCredential: Secret? = Secret("ak-gateway"),
    callbacks: CallbackDelivery? = nil, files: FileKeeping? = nil, time: any TimeSource = SystemTimeSource(),
    catalogue: Catalogue = .builtIn, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    disk: FailingDisk = FailingDisk(), _ body: (EngineHarness) async throws -> Void
  ) async throws {
    let own = folder == nil ? TemporaryFolder() : nil
    let path = folder ?? own?.path ?? ""
    try await withStore(folder: path, disk) { store in
      let engine = try await Engine.start(
        policy: policy, catalogue: catalogue, declaration: declaration ?? Declaration(keys: keys), ownCredential: ownCredential,
        callbacks: callbacks, store: store, upstream: upstream, files: files, time: time, logger: logger)
      let group = ServiceGroup(
        services: engine.services, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let harness = EngineHarness(engine: engine, store: store, upstream: upstream)
        do {
          try await body(harness)
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
      let violations = try await store.verify().checks.flatMap(\.violations)
      #expect(violations.isEmpty, "the store must verify after every test")
    }
    withExtendedLifetime(own) {}
  }

  private static func withStore(
    folder: String, _ disk: FailingDisk, _ body: (SQLiteStore) async throws -> Void
  ) async throws {
    let store = try SQLiteStore.open(folder: folder, hooks: disk.hooks)
    do {
      try await body(store)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
  }

  func create(
    _ prompt: String = "a red fox", directives: CreateDirectives = CreateDirectives(), from caller: Caller? = nil
  ) async throws -> CreateAnswer {
    try await gateway.create(Self.body(prompt), directives: directives, from: try caller ?? local)
  }

  static func body(_ prompt: String) -> [UInt8] {
    Array(
      #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"\#(prompt)","aspect_ratio":"16:9","resolution":"1K"}}"#
        .utf8)
  }

  /// Waits until a job's record has the status.
  @discardableResult
  func record(of jobID: String, untilStatus status: Int64, from caller: Caller? = nil, base: String = "") async throws
    -> JSONObject
  {
    try await eventually("status \(status) of job \(jobID)") {
      let record = try await gateway.query(jobID, from: try caller ?? local, base: base)
      return record["status"]?.number?.int64 == status ? record.object : nil
    }
  }

  /// The states of all generations, oldest first.
  func states() async throws -> [GenerationState] {
    try await store.generations(in: nil, before: nil, limit: 1000).reversed().map(\.state)
  }
}
