package import Logging
package import TollgateCore

/// Where the process tells what it does.
package enum Telemetry {
  /// Sends what every library logs to standard error. It is called once, when the process starts.
  ///
  /// - Parameters:
  ///   - level: the least grave level that is written; it may be changed at any time.
  ///   - format: how a line is written.
  /// - Returns: the process's own logger.
  package static func bootstrap(level: LogLevel, format: LogFormat) -> Logger {
    LoggingSystem.bootstrap { label in
      LineLogHandler(label: label, level: level, format: format, output: .standardError, time: SystemTimeSource())
    }
    return Logger(label: "tollgate")
  }

  /// A logger that writes lines to `output`, whatever else the process logs.
  package static func makeLogger(
    label: String = "tollgate", level: Logger.Level, format: LogFormat, output: LogOutput,
    time: any TimeSource = SystemTimeSource()
  ) -> Logger {
    let handler = LineLogHandler(label: label, level: LogLevel(level), format: format, output: output, time: time)
    return Logger(label: label) { _ in handler }
  }
}
