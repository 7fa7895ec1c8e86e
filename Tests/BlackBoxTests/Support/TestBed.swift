import Foundation
import Subprocess
import SystemPackage
import Testing
import TollgateTestSupport

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
  ///   - simulatorOptions: more options of `tollgate simulate`.
  ///   - environment: settings of the gateway.
  ///   - body: the test.
  /// - Returns: what `body` returned.
  /// - Throws: what `body` throws, or why a process could not be started.
  static func run<Result: Sendable>(
    jobDuration: String = "200ms", seed: UInt64 = 1, simulatorOptions: [String] = [], environment: [String: String] = [:],
    _ body: (TestBed) async throws -> Result
  ) async throws -> Result {
    OpenFiles.raiseLimit()
    return try await CommandLineProgram.inFolder { program in
      let arguments =
        ["simulate", "--port", "0", "--job-duration", jobDuration, "--log", "referee.jsonl", "--seed", "\(seed)"]
        + simulatorOptions
      var result: Result?
      _ = try await program.serve(arguments, ready: "the simulator listens") { line, send in
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
  var gatewayLog: String { text(of: "gateway.log") }

  /// What all gateways wrote to standard output.
  var gatewayOutput: String { text(of: "gateway.out") }

  private func text(of name: String) -> String {
    (try? String(contentsOf: program.folder.appending(path: name), encoding: .utf8)) ?? ""
  }

  private func open(_ name: String) throws -> FileDescriptor {
    try FileDescriptor.open(
      FilePath(program.folder.appending(path: name).path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite
    )
  }

  /// Starts a gateway and runs `body` while it runs. One that `body` has sent no signal is killed.
  ///
  /// - Parameters:
  ///   - connections: how many connections the client opens at most.
  ///   - body: what to do with it.
  /// - Returns: what `body` returned, and how the process ended.
  /// - Throws: what `body` throws, or why the process could not be started.
  func gateway<Result: Sendable>(
    connections: Int = 64, _ body: (GatewayProcess) async throws -> Result
  ) async throws -> (result: Result, end: TerminationStatus) {
    let output = try open("gateway.out")
    let log = try open("gateway.log")
    return try await GatewayClient.with(base: url, socket: socket, connections: connections) { client in
      let start = ContinuousClock.now
      let outcome = try await Subprocess.run(
        .path(CommandLineProgram.executable), arguments: ["serve"],
        environment: CommandLineProgram.environment(environment),
        workingDirectory: FilePath(program.folder.path), input: .none,
        output: .fileDescriptor(output, closeAfterSpawningProcess: true),
        error: .fileDescriptor(log, closeAfterSpawningProcess: true)
      ) { execution in
        let process = GatewayProcess(
          client: client, identifier: execution.processIdentifier.value, start: start
        ) { try execution.send(signal: $0) }
        let result = try await body(process)
        if !process.isSignalled { process.kill() }
        return result
      }
      return (outcome.closureResult, outcome.terminationStatus)
    }
  }

  /// Runs a line of the shell in the folder; `$TOLLGATE` is the program.
  func shell(_ line: String) async throws -> CommandLineProgram.Outcome {
    let environment = environment.merging(["TOLLGATE": CommandLineProgram.executable.string]) { $1 }
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", line], environment: CommandLineProgram.environment(environment),
      workingDirectory: FilePath(program.folder.path), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    let code: Int32? = if case .exited(let code) = result.terminationStatus { code } else { nil }
    return .init(code: code, output: result.standardOutput, errors: result.standardError)
  }

  /// Runs another command of the program beside the gateway.
  func command(_ arguments: String...) async throws -> CommandLineProgram.Outcome {
    try await program.run(arguments, environment: environment)
  }
}
