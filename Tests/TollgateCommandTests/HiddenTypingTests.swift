import Glibc
import Testing

@testable import tollgate

/// A token that is typed is not shown, and everything after it is.
@Suite struct HiddenTypingTests {
  private struct Failure: Error {}

  /// Runs `body` with a terminal.
  private static func withTerminal(_ body: (_ terminal: Int32) throws -> Void) throws {
    var (master, terminal): (Int32, Int32) = (-1, -1)
    let status = unsafe openpty(&master, &terminal, nil, nil, nil)
    try #require(status == 0)
    defer {
      close(master)
      close(terminal)
    }
    try body(terminal)
  }

  private static func settings(of terminal: Int32) -> tcflag_t? {
    var settings = termios()
    return unsafe tcgetattr(terminal, &settings) == 0 ? settings.c_lflag : nil
  }

  @Test func isHiddenForAsLongAsItIsRead() throws {
    try Self.withTerminal { terminal in
      let before = try #require(Self.settings(of: terminal))
      #expect(before & tcflag_t(ECHO) != 0)
      let during = HiddenTyping.during(on: terminal) { Self.settings(of: terminal) }
      #expect(try #require(during) & tcflag_t(ECHO) == 0)
      #expect(Self.settings(of: terminal) == before)
      #expect(throws: Failure.self) { try HiddenTyping.during(on: terminal) { throw Failure() } }
      #expect(Self.settings(of: terminal) == before)
    }
  }

  @Test func whatIsNoTerminalIsReadAllTheSame() {
    #expect(HiddenTyping.during(on: -1) { 7 } == 7)
  }
}
