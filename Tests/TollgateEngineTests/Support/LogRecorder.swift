import Logging
import NIOConcurrencyHelpers

/// Keeps what is logged, for tests of what people are told.
final class LogRecorder: Sendable {
  struct Line: Sendable {
    let level: Logger.Level
    let message: String
    let metadata: [String: String]
  }

  private let all = NIOLockedValueBox([Line]())

  /// A logger whose lines are kept here.
  var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

  /// The lines whose message is this.
  func lines(_ message: String) -> [Line] { all.withLockedValue { $0.filter { $0.message == message } } }

  private struct Handler: LogHandler {
    let recorder: LogRecorder
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let line = Line(
        level: event.level, message: event.message.description, metadata: (event.metadata ?? [:]).mapValues { "\($0)" })
      recorder.all.withLockedValue { $0.append(line) }
    }
  }
}
