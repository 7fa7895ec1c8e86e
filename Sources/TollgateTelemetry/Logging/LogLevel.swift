package import Logging
import NIOConcurrencyHelpers

/// The least grave level that all loggers write which have none of their own.
package final class LogLevel: Sendable {
  private let box: NIOLockedValueBox<Logger.Level>

  package init(_ level: Logger.Level) { box = NIOLockedValueBox(level) }

  package var current: Logger.Level {
    get { box.withLockedValue { $0 } }
    set { box.withLockedValue { $0 = newValue } }
  }
}
