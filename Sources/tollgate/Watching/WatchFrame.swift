import TollgateCore

/// One state of a page on a terminal's screen, which takes the place of the one before without an empty moment between them.
struct WatchFrame: Sendable {
  /// Another screen than the one with the commands, without a cursor.
  static let opening = "\u{1B}[?1049h\u{1B}[?25l"
  /// Back to the commands.
  static let closing = "\u{1B}[?25h\u{1B}[?1049l"

  let page: Page
  let title: String
  let interval: Duration
  let time: Timestamp

  init(page: Page, title: String, interval: Duration, at time: Timestamp) {
    self.page = page
    self.title = title
    self.interval = interval
    self.time = time
  }

  /// What is written: each line over the one that was there, and nothing below the last.
  func text(on screen: Screen) -> String {
    "\u{1B}[H" + lines(on: screen).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
  }

  /// Its lines, as many as the screen has.
  func lines(on screen: Screen) -> [String] {
    let width = screen.width ?? .max
    let left = "tollgate \(DisplayText.plain(title))"
    let right = "\(DisplayText.moment(time))  every \(DisplayText.duration(interval)), Ctrl-C ends"
    let room = max(0, width - DisplayText.width(right) - 2)
    let heading = DisplayText.shortened(DisplayText.shortened(left, to: room) + "  " + right, to: width)
    let result = page.result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let remarks = page.remarks.flatMap { DisplayText.folded(DisplayText.plain($0), to: screen.width) }
      .map { DisplayText.shortened($0, to: width) }
    let body = (result.last?.isEmpty == true ? result.dropLast() : result[...]) + remarks
    let height = (screen.height ?? .max) - 2
    guard body.count > height else { return [screen.painted(heading, .faint), ""] + body }
    let more = DisplayText.shortened("… and \(body.count - max(0, height - 1)) more lines", to: width)
    return Array(
      ([screen.painted(heading, .faint), ""] + body.prefix(max(0, height - 1)) + [more]).prefix(screen.height ?? .max))
  }
}
