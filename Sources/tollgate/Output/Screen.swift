import Foundation

/// What a text is made for: a terminal, or a file or a program, which take lines of any length.
struct Screen: Sendable, Equatable {
  /// The columns of the terminal; `nil` for lines of any length.
  var width: Int?
  /// The lines of the terminal; `nil` for any number.
  var height: Int?
  /// Whether words may be coloured.
  var isColoured = false

  /// What standard output goes to, as it is now.
  static var output: Screen {
    let size = Terminal.size
    let isColoured = colours(onTerminal: size != nil, environment: ProcessInfo.processInfo.environment)
    return Screen(width: size?.columns, height: size?.lines, isColoured: isColoured)
  }

  /// Whether there are colours: on a terminal, unless `NO_COLOR`, `CLICOLOR=0` or a terminal that knows none forbids it; elsewhere
  /// where `CLICOLOR_FORCE` asks for them (<https://no-color.org>, <https://bixense.com/clicolors>).
  static func colours(onTerminal isTerminal: Bool, environment: [String: String]) -> Bool {
    func isOn(_ name: String) -> Bool { environment[name].map { !$0.isEmpty && $0 != "0" } ?? false }
    if environment["NO_COLOR"]?.isEmpty == false { return false }
    if isOn("CLICOLOR_FORCE") { return true }
    guard isTerminal, environment["CLICOLOR"] != "0" else { return false }
    return ![nil, "", "dumb"].contains(environment["TERM"])
  }

  /// The text in a tone, where there are colours.
  func painted(_ text: String, _ tone: Tone) -> String {
    guard isColoured, let code = tone.code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
