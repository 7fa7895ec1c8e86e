import Foundation
import Subprocess
import SystemPackage
import TollgateTestSupport

/// The built program, run in an empty folder of its own and without the settings of whoever runs the tests.
struct CommandLineProgram {
  /// What a run left behind.
  struct Outcome {
    /// `nil` where a signal ended it.
    let code: Int32?
    let output: String
    let errors: String
  }

  /// The tests are a program beside which the build puts the other products.
  static let executable = FilePath(
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "tollgate").path)

  let folder: URL

  /// Runs `body` with a folder that is removed afterwards.
  static func inFolder<Result>(_ body: (CommandLineProgram) async throws -> Result) async throws -> Result {
    try await TemporaryFolder.withEmpty { try await body(CommandLineProgram(folder: $0)) }
  }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// Runs the program to its end.
  func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    let result = try await Subprocess.run(
      .path(Self.executable), arguments: Arguments(arguments), environment: Self.environment(environment),
      workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    return Outcome(code: Self.code(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
  }

  /// Runs the program until it ends by itself or by the signals that `work` sends. `sign` is what the line on standard error
  /// contains that says that it is ready; `work` is run when that line was read.
  func serve(
    _ arguments: [String], environment: [String: String] = [:], ready sign: String,
    _ work: (_ line: String, _ send: @escaping @Sendable (Signal) throws -> Void) async throws -> Void
  ) async throws -> Outcome {
    let result = try await Subprocess.run(
      .path(Self.executable), arguments: Arguments(arguments), environment: Self.environment(environment),
      workingDirectory: FilePath(folder.path), input: .none, output: .string(limit: 1 << 20), error: .sequence
    ) { execution in
      var errors = ""
      for try await line in execution.standardError.strings() {
        errors += line.hasSuffix("\n") ? line : line + "\n"
        guard line.contains(sign) else { continue }
        do {
          try await work(line) { try execution.send(signal: $0) }
        } catch {
          try? execution.send(signal: .kill)
          throw error
        }
      }
      return errors
    }
    return Outcome(
      code: Self.code(result.terminationStatus), output: result.standardOutput, errors: result.closureResult)
  }

  /// Runs a program that goes on until it is told to end. When its output has `count` lines that contain `sign`, it is told so
  /// with SIGINT.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - environment: settings.
  ///   - sign: what the lines contain that are waited for.
  ///   - count: how many of them.
  ///   - work: makes what the program shows: done again and again until its output ends.
  ///   - end: ends the program in another way.
  /// - Returns: what it left behind.
  /// - Throws: why it could not be run.
  func follow(
    _ arguments: [String], environment: [String: String] = [:], until sign: String, count: Int = 1,
    during work: (@Sendable () async -> Void)? = nil, end: (() -> Void)? = nil
  ) async throws -> Outcome {
    let result = try await Subprocess.run(
      .path(Self.executable), arguments: Arguments(arguments), environment: Self.environment(environment),
      workingDirectory: FilePath(folder.path), input: .none, output: .sequence, error: .string(limit: 1 << 20)
    ) { execution in
      // Cancelled where this returns.
      async let _: Void = Self.repeating(work)
      var output = ""
      var seen = 0
      for try await line in execution.standardOutput.strings() {
        output += line.hasSuffix("\n") ? line : line + "\n"
        guard line.contains(sign) else { continue }
        seen += 1
        guard seen == count else { continue }
        if let end { end() } else { try execution.send(signal: .interrupt) }
      }
      return output
    }
    return Outcome(
      code: Self.code(result.terminationStatus), output: result.closureResult, errors: result.standardError)
  }

  private static func repeating(_ work: (@Sendable () async -> Void)?) async {
    while let work, !Task.isCancelled {
      await work()
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  private static func code(_ status: TerminationStatus) -> Int32? {
    if case .exited(let code) = status { code } else { nil }
  }

  /// The environment of a process: what the tests have, without the settings of whoever runs them, and `own`.
  static func environment(_ own: [String: String]) -> Environment {
    let inherited = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("TOLLGATE_") && !["SHORTAPI_KEY", "container"].contains($0.key)
    }
    var environment: [Environment.Key: String] = [:]
    for (name, value) in inherited.merging(own, uniquingKeysWith: { _, own in own }) {
      guard let key = Environment.Key(rawValue: name) else { continue }
      environment[key] = value
    }
    return .custom(environment)
  }
}
