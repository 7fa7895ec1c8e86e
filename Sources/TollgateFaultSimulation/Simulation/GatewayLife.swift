import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore
import TollgateEngine

/// One run of the gateway's process, from its start to its crash.
final class GatewayLife {
  /// How a client's create ended.
  typealias Answer = Result<CreateAnswer, GatewayError>

  let store: InMemoryStore
  let link: RefereeLink
  let files: RefereeFiles
  let blobs: InMemoryBlobs
  let judge: DecisionJudge
  /// There when the start has ended well.
  private let started = NIOLockedValueBox<Engine?>(nil)
  private let startFailed = NIOLockedValueBox(false)
  private let stopped = NIOLockedValueBox(false)
  private let services = NIOLockedValueBox<ServiceGroup?>(nil)
  private let liveTasks = NIOLockedValueBox(0)
  private let answers = NIOLockedValueBox<[(create: SimulatedCreate, answer: Answer)]>([])
  private let executor: SeededExecutor
  private var tasks: [Task<Void, Never>] = []
  private var clients: [(number: Int, task: Task<Void, Never>)] = []
  private var prepared: [SimulatedCreate: PreparedCreate] = [:]
  private let administrators = NIOLockedValueBox(0)
  private let waitingClients = NIOLockedValueBox<Set<Int>>([])
  private var lastClient = 0

  private static let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }

  init(
    store: InMemoryStore, link: RefereeLink, files: RefereeFiles, blobs: InMemoryBlobs, judge: DecisionJudge,
    executor: SeededExecutor
  ) {
    self.store = store
    self.link = link
    self.files = files
    self.blobs = blobs
    self.judge = judge
    self.executor = executor
  }

  var engine: Engine? { started.withLockedValue { $0 } }
  var hasFailedToStart: Bool { startFailed.withLockedValue { $0 } }
  /// Whether the services have ended because they were asked to.
  var hasStopped: Bool { isStopping && stopped.withLockedValue { $0 } }
  private(set) var isStopping = false
  /// Tasks that have not ended.
  var taskCount: Int { liveTasks.withLockedValue { $0 } }
  var clientCount: Int { waitingClients.withLockedValue(\.count) }
  /// Whether somebody is connected: a client, or a person who administers.
  var isConnected: Bool { clientCount > 0 || administrators.withLockedValue { $0 } > 0 }

  /// Starts the engine, and its services when it stands.
  func start(policy: GatewayPolicy, declaration: Declaration, time: SimulatedTime) {
    spawn { [store, link, files, blobs, started, startFailed, stopped, services] in
      do {
        let engine = try await Engine.start(
          policy: policy, catalogue: .builtIn, declaration: declaration, ownCredential: Secret("ak-simulation"), store: store,
          upstream: link, files: FileKeeping(source: files, blobs: blobs), time: time, logger: Self.logger)
        started.withLockedValue { $0 = engine }
        let group = ServiceGroup(services: engine.services, logger: Self.logger)
        services.withLockedValue { $0 = group }
        // The services end with the process; that they were cancelled is no news.
        try? await group.run()
        stopped.withLockedValue { $0 = true }
      } catch {
        startFailed.withLockedValue { $0 = true }
      }
    }
  }

  /// Asks the services to end.
  func stop() {
    guard let group = services.withLockedValue({ $0 }) else { return }
    isStopping = true
    spawn { await group.triggerGracefulShutdown() }
  }

  /// Whether the rates let a create in.
  func isAdmitted(_ create: SimulatedCreate) throws -> Bool {
    guard let engine else { return false }
    let caller = try engine.gateway.caller(bearer: SimulatedCreate.secret(create.key))
    do throws(GatewayError) {
      try engine.gateway.admit(caller)
      return true
    } catch .tooFast {
      return false
    }
  }

  /// Sends a create.
  func send(_ create: SimulatedCreate) throws {
    guard let engine else { return }
    let prepared = try prepared[create] ?? prepare(create, engine)
    self.prepared[create] = prepared
    lastClient += 1
    let number = lastClient
    waitingClients.withLockedValue { _ = $0.insert(number) }
    let task = spawn { [answers, waitingClients] in
      let answer: Answer
      do throws(GatewayError) {
        answer = .success(try await engine.gateway.answer(prepared))
      } catch {
        answer = .failure(error)
      }
      waitingClients.withLockedValue { _ = $0.remove(number) }
      answers.withLockedValue { $0.append((create, answer)) }
    }
    clients.append((number, task))
  }

  private func prepare(_ create: SimulatedCreate, _ engine: Engine) throws -> PreparedCreate {
    try engine.gateway.prepare(
      SimulatedCreate.body(create.prompt), directives: create.directives.value(prompt: create.prompt),
      from: try engine.gateway.caller(bearer: SimulatedCreate.secret(create.key)))
  }

  /// Breaks off a client's connection.
  func hangUp(_ choice: Int) {
    let waiting = waitingClients.withLockedValue { $0 }
    clients.removeAll { !waiting.contains($0.number) }
    guard !clients.isEmpty else { return }
    clients[choice % clients.count].task.cancel()
  }

  /// Does what a person asks of the administration.
  func administer(_ work: @escaping @Sendable (LocalAdministration) async -> Void) {
    guard !isStopping, let administration = engine?.administration else { return }
    administrators.withLockedValue { $0 += 1 }
    spawn { [administrators] in
      await work(administration)
      administrators.withLockedValue { $0 -= 1 }
    }
  }

  /// What clients were answered since the last call.
  func takeAnswers() -> [(create: SimulatedCreate, answer: Answer)] {
    answers.withLockedValue { answers in
      defer { answers = [] }
      return answers
    }
  }

  /// Ends the process in the middle of everything.
  func die() {
    store.die()
    link.die()
    files.die()
    for task in tasks { task.cancel() }
  }

  @discardableResult
  private func spawn(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    liveTasks.withLockedValue { $0 += 1 }
    // No parent: the driver, which is no task, ends it.
    let task = Task(executorPreference: executor) { [liveTasks] in
      await work()
      liveTasks.withLockedValue { $0 -= 1 }
    }
    tasks.append(task)
    return task
  }
}
