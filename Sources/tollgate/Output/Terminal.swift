import Foundation

/// What is known about the terminal.
enum Terminal {
  private static let assumed = (columns: 80, lines: 24)

  /// The size of the terminal on standard output; `nil` where it goes to a file or a program.
  static var size: (columns: Int, lines: Int)? { size(of: STDOUT_FILENO) }

  /// The columns of the terminal on standard error; `nil` where nobody watches.
  static var errorWidth: Int? { size(of: STDERR_FILENO)?.columns }

  private static func size(of descriptor: Int32) -> (columns: Int, lines: Int)? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return assumed }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Whether somebody types what is read from standard input.
  static var isInputTyped: Bool { isatty(STDIN_FILENO) == 1 }

  /// Whether somebody watches standard error.
  static var isErrorWatched: Bool { isatty(STDERR_FILENO) == 1 }
}
