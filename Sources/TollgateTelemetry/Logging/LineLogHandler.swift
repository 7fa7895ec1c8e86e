import Logging
import TollgateCore

/// Writes each event as one line.
struct LineLogHandler: LogHandler {
  let label: String
  let format: LogFormat
  let output: LogOutput
  let time: any TimeSource

  /// Where a logger has no level of its own.
  private let sharedLevel: LogLevel
  private var ownLevel: Logger.Level?
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  var logLevel: Logger.Level {
    get { ownLevel ?? sharedLevel.current }
    set { ownLevel = newValue }
  }

  init(label: String, level: LogLevel, format: LogFormat, output: LogOutput, time: any TimeSource) {
    self.label = label
    sharedLevel = level
    self.format = format
    self.output = output
    self.time = time
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
    if let own = event.metadata { all.merge(own) { _, new in new } }
    if let error = event.error { all["error"] = .string("\(error)") }
    let line = LogLine(
      time: time.now(), level: event.level, label: label, message: event.message.description, metadata: all)
    LogCounts.note(event.level)
    output.write(line.bytes(as: format))
  }
}
