import Glibc

/// Keeps what is typed on a terminal from being shown.
enum HiddenTyping {
  /// A terminal and what is to be given back to it.
  private struct Shown {
    let terminal: Int32
    var settings: termios
  }

  /// The signals by which a terminal and a person end a program. It would leave a terminal behind that shows nothing that is typed.
  private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// What a signal's handler gives back. It lies at a fixed place, since a handler may do hardly anything but call the system.
  private nonisolated(unsafe) static let shown = UnsafeMutablePointer<Shown>.allocate(capacity: 1)

  /// Runs `work`, during which what is typed is not shown but for the end of the line. Where the descriptor is no terminal, nothing
  /// is changed.
  static func during<Result>(on terminal: Int32 = STDIN_FILENO, _ work: () throws -> Result) rethrows -> Result {
    var settings = termios()
    guard unsafe tcgetattr(terminal, &settings) == 0 else { return try work() }
    unsafe shown.initialize(to: Shown(terminal: terminal, settings: settings))
    let former = endings.map { number in
      signal(number) { number in
        HiddenTyping.giveBack()
        // Shells show a process that a signal ended as 128 and its number.
        _exit(128 + number)
      }
    }
    defer {
      giveBack()
      for (number, handler) in zip(endings, former) { signal(number, handler) }
    }
    settings.c_lflag &= ~tcflag_t(ECHO)
    settings.c_lflag |= tcflag_t(ECHONL)
    // What is typed ahead stays.
    _ = unsafe tcsetattr(terminal, TCSANOW, &settings)
    return try work()
  }

  private static func giveBack() {
    _ = unsafe tcsetattr(shown.pointee.terminal, TCSANOW, &shown.pointee.settings)
  }
}
