package import Logging
package import TollgateCore

/// Runs a simulator around a piece of work, on a free port of loopback unless the configuration names one.
///
/// - Parameters:
///   - configuration: how it behaves; with the usual port, any free one is taken.
///   - logger: the simulator's; silent unless given.
///   - time: the clock of jobs and files.
///   - body: gets the simulator and its base URL, such as `http://127.0.0.1:41235`.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws, or why the simulator did not start.
package func withSimulator<Result: Sendable>(
  _ configuration: SimulatorConfiguration = .init(), logger: Logger = .silent, time: any TimeSource = SystemTimeSource(),
  _ body: (Simulator, String) async throws -> Result
) async throws -> Result {
  var configuration = configuration
  if configuration.port == SimulatorConfiguration().port { configuration.port = 0 }
  let simulator = Simulator(configuration: configuration, logger: logger, time: time)
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await simulator.run() }
    defer { group.cancelAll() }
    let port = try await simulator.port()
    return try await body(simulator, "http://\(configuration.host):\(port)")
  }
}

extension Logger {
  /// A logger that writes nothing.
  package static var silent: Logger { Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() } }
}
