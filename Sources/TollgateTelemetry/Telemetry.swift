package import Logging
package import TollgateCore

/// Where the process tells what it does.
package enum Telemetry {
  /// Sends what every library logs to standard error. It is called once, when the process starts.
  ///
  /// - Parameters:
  ///   - level: the least grave level that is written.
  ///   - format: how a line is written.
  /// - Returns: the process's own logger.
  package static func bootstrap(level: Logger.Level, format: LogFormat) -> Logger {
    LoggingSystem.bootstrap { label in
      var handler = LineLogHandler(label: label, format: format, output: .standardError, time: SystemTimeSource())
      handler.logLevel = level
      return handler
    }
    return Logger(label: "tollgate")
  }

  /// A logger that writes lines to `output`, whatever else the process logs.
  package static func makeLogger(
    label: String = "tollgate", level: Logger.Level, format: LogFormat, output: LogOutput,
    time: any TimeSource = SystemTimeSource()
  ) -> Logger {
    var handler = LineLogHandler(label: label, format: format, output: output, time: time)
    handler.logLevel = level
    return Logger(label: label) { _ in handler }
  }
}
