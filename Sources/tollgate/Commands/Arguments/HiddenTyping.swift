import Dispatch
import Glibc

/// Keeps what is typed on a terminal from being shown.
enum HiddenTyping {
  /// The signals by which a terminal and a person end a program. It would leave a terminal behind that shows nothing that is typed.
  private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// Runs `work`, during which what is typed is not shown but for the end of the line. Where the descriptor is no terminal, nothing
  /// is changed.
  static func during<Result>(on terminal: Int32 = STDIN_FILENO, _ work: () throws -> Result) rethrows -> Result {
    var settings = termios()
    guard unsafe tcgetattr(terminal, &settings) == 0 else { return try work() }
    let shown = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    settings.c_lflag |= tcflag_t(ECHONL)
    apply(settings, to: terminal)
    let guards = endings.map { number in
      SignalGuard(number) { apply(shown, to: terminal) }
    }
    defer {
      apply(shown, to: terminal)
      for each in guards { each.release() }
    }
    return try work()
  }

  private static func apply(_ settings: termios, to terminal: Int32) {
    // What is typed ahead stays.
    _ = unsafe withUnsafePointer(to: settings) { unsafe tcsetattr(terminal, TCSADRAIN, $0) }
  }
}

/// Does something before a signal ends the process, on a thread of its own while another may wait for input.
private struct SignalGuard {
  private let number: Int32
  private let source: any DispatchSourceSignal
  private let former: sighandler_t?

  init(_ number: Int32, _ work: @escaping @Sendable () -> Void) {
    self.number = number
    // The source hears of it all the same.
    former = signal(number, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
    source.setEventHandler {
      work()
      signal(number, SIG_DFL)
      raise(number)
    }
    source.activate()
  }

  func release() {
    source.cancel()
    signal(number, former)
  }
}
