import Foundation

/// What is known about the terminal.
enum Terminal {
  private static let assumedWidth = 80

  /// The columns of the terminal on standard output; `nil` where it goes to a file or a program, which take lines of any
  /// length.
  static var width: Int? {
    guard isatty(STDOUT_FILENO) == 1 else { return nil }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return assumedWidth }
    return Int(size.ws_col)
  }

  /// Whether somebody types what is read from standard input.
  static var isInputTyped: Bool { isatty(STDIN_FILENO) == 1 }

  /// Whether somebody watches standard error.
  static var isErrorWatched: Bool { isatty(STDERR_FILENO) == 1 }
}
