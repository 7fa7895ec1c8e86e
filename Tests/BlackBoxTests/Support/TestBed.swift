import Foundation
import Subprocess
import SystemPackage
import Testing

/// A folder, a simulator that outlives every gateway, and a gateway that is started and ended as often as a test likes, always
/// on the same data and the same address. No process outlives the test.
struct TestBed {
  let program: CommandLineProgram
  let simulator: SimulatorControl
  private let port: Int
  private let environment: [String: String]

  /// Runs `body` with a test bed.
  ///
  /// - Parameters:
  ///   - jobDuration: how long an upstream job runs, as `tollgate simulate` takes it.
  ///   - seed: the simulator's.
  ///   - environment: settings of the gateway.
  static func run<Result: Sendable>(
    jobDuration: String = "200ms", seed: UInt64 = 1, environment: [String: String] = [:],
    _ body: (TestBed) async throws -> Result
  ) async throws -> Result {
    OpenFiles.raiseLimit()
    return try await CommandLineProgram.inFolder { program in
      let arguments = ["simulate", "--port", "0", "--job-duration", jobDuration, "--log", "referee.jsonl", "--seed", "\(seed)"]
      var result: Result?
      _ = try await program.serve(arguments, ready: "The simulator listens") { line, send in
        let simulatorPort = try #require(line.firstMatch(of: /port=([0-9]+)/)?.output.1)
        let simulator = SimulatorControl(
          base: "http://127.0.0.1:\(simulatorPort)", log: program.folder.appending(path: "referee.jsonl"))
        let port = try FreePort.next()
        let own = [
          "TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(port)", "TOLLGATE_UPSTREAM_BASE_URL": simulator.base,
          "SHORTAPI_KEY": "ak-test",
          "TOLLGATE_UPSTREAM_POLL_FIRST": "50ms", "TOLLGATE_UPSTREAM_POLL_MAX": "200ms",
        ]
        let settings = own.merging(environment) { _, given in given }
        result = try await body(TestBed(program: program, simulator: simulator, port: port, environment: settings))
        // What it wrote is on the disk.
        try send(.kill)
      }
      return try #require(result)
    }
  }

  /// The address that clients use.
  var url: String { "http://127.0.0.1:\(port)" }

  /// The gateway's administration socket.
  var socket: String { program.folder.appending(path: "tollgate-data/admin.sock").path }

  /// What all gateways wrote to standard error.
  var gatewayLog: String { (try? String(contentsOf: logFile, encoding: .utf8)) ?? "" }

  private var logFile: URL { program.folder.appending(path: "gateway.log") }

  /// Starts a gateway and runs `body` while it runs. One that `body` has sent no signal is killed.
  ///
  /// - Parameter connections: how many connections the client opens at most.
  /// - Returns: what `body` returned, and how the process ended.
  func gateway<Result: Sendable>(
    connections: Int = 64, _ body: (GatewayProcess) async throws -> Result
  ) async throws -> (result: Result, end: TerminationStatus) {
    let log = try FileDescriptor.open(
      FilePath(logFile.path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
    return try await GatewayClient.with(base: url, socket: socket, connections: connections) { client in
      let start = ContinuousClock.now
      let outcome = try await Subprocess.run(
        .path(FilePath(Self.executable.path)), arguments: ["serve"], environment: processEnvironment,
        workingDirectory: FilePath(program.folder.path), input: .none, output: .discarded,
        error: .fileDescriptor(log, closeAfterSpawningProcess: true)
      ) { execution in
        let process = GatewayProcess(client: client, start: start) { try execution.send(signal: $0) }
        let result = try await body(process)
        if !process.isSignalled { process.kill() }
        return result
      }
      return (outcome.closureResult, outcome.terminationStatus)
    }
  }

  /// Runs another command of the program beside the gateway.
  func command(_ arguments: String...) async throws -> CommandLineProgram.Outcome {
    try await program.run(arguments, environment: environment)
  }

  /// The tests are a program beside which the build puts the other products.
  private static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "tollgate")

  /// Without the settings of whoever runs the tests.
  private var processEnvironment: Environment {
    let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TOLLGATE_") }
    var merged: [Environment.Key: String] = [:]
    for (name, value) in inherited.merging(environment, uniquingKeysWith: { _, own in own }) {
      if let key = Environment.Key(rawValue: name) { merged[key] = value }
    }
    return .custom(merged)
  }
}
