import Testing

@testable import tollgate

/// When there are colours, and what they say.
@Suite struct ScreenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let isTerminal: Bool
    let environment: [String: String]
    let isColoured: Bool

    init(_ isTerminal: Bool, _ environment: [String: String], _ isColoured: Bool) {
      self.isTerminal = isTerminal
      self.environment = environment
      self.isColoured = isColoured
    }

    var testDescription: String { "\(isTerminal) \(environment)" }
  }

  @Test(arguments: [
    Case(true, ["TERM": "xterm-256color"], true), Case(false, ["TERM": "xterm-256color"], false),
    Case(true, ["TERM": "dumb"], false), Case(true, ["TERM": ""], false), Case(true, [:], false),
    Case(true, ["TERM": "xterm", "NO_COLOR": "1"], false), Case(true, ["TERM": "xterm", "NO_COLOR": "0"], false),
    Case(true, ["TERM": "xterm", "NO_COLOR": ""], true), Case(true, ["TERM": "xterm", "CLICOLOR": "0"], false),
    Case(true, ["TERM": "xterm", "CLICOLOR": "1"], true), Case(false, ["CLICOLOR": "1"], false),
    Case(false, ["CLICOLOR_FORCE": "1"], true), Case(false, ["CLICOLOR_FORCE": "0"], false),
    Case(true, ["TERM": "dumb", "CLICOLOR_FORCE": "1"], true), Case(false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
  ])
  func coloursFollowTheConventions(_ one: Case) {
    #expect(Screen.colours(onTerminal: one.isTerminal, environment: one.environment) == one.isColoured)
  }

  @Test func aColourSaysNothingThatTheWordDoesNot() {
    var table = TextTable([.init("PURCHASE"), .state("STATE"), .share("USED"), .init("NOTE")])
    table.append(["g1", "succeeded", "79 %", "failed"])
    table.append(["g12", "unknown", "80 %", nil])
    table.append(["g123", "rejected", "100 %", nil])
    let coloured = table.rendered(on: Screen(isColoured: true))
    #expect(Plain.text(coloured) == table.rendered(on: Screen()))
    #expect(coloured.contains("\u{1B}[32msucceeded\u{1B}[0m") && coloured.contains("\u{1B}[1;31m100 %\u{1B}[0m"))
    // A word in another column is not a state, and less than 80 % is nothing to look at.
    #expect(coloured.contains("  79 %  failed\n"))
    #expect(coloured.contains("\u{1B}[1;33munknown\u{1B}[0m  ") && coloured.contains("\u{1B}[1;33m80 %\u{1B}[0m"))
  }

  @Test func factsGoOnBelowTheirBeginning() {
    let facts: [(name: String, value: String?)] = [
      ("state", "failed"), ("note", "one two three four five six seven"), ("link", String(repeating: "x", count: 60)),
      ("no", nil),
    ]
    #expect(
      FactList.rendered(facts, on: Screen(width: 26)) == """
        state  failed
        note   one two three four
               five six seven
        link   \(String(repeating: "x", count: 60))

        """)
    #expect(FactList.rendered(facts, on: Screen(isColoured: true)).contains("state  \u{1B}[1;31mfailed\u{1B}[0m\n"))
  }
}
