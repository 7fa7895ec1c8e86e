import Foundation

/// What SIGHUP means. A terminal that is closed sends it to what runs in it; a service manager, and people with `kill`, send it to
/// have the configuration read again. The terminal makes the difference: when it is closed, it is gone before the signal comes.
struct Hangup: Sendable {
  /// What somebody types into, or watches.
  private static let descriptors = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]

  private let terminals: [Int32]

  /// Looks at what this process was started with.
  init() { terminals = Self.descriptors.filter { isatty($0) == 1 } }

  /// Whether the process was started in a terminal, and none of it is left.
  var isTerminalClosed: Bool { !terminals.isEmpty && !terminals.contains { isatty($0) == 1 } }
}
