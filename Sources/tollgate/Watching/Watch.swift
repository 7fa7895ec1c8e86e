import TollgateCore

/// Shows a page again and again, until Ctrl-C or until it cannot be had.
///
/// On a terminal it is redrawn in place, on a screen of its own, and its last state stays when it ends. Elsewhere the pages follow
/// one another, with the time above each.
struct Watch: Sendable {
  let interval: Duration
  let title: String

  init(every interval: Duration, title: String) {
    self.interval = interval
    self.title = title
  }

  func run(_ page: @escaping @Sendable (Screen) async throws -> Page) async throws {
    if Terminal.size == nil {
      try await Interruption.isWaitedFor { try await follow(page) }
    } else {
      let last = LastPage()
      Console.exact(WatchFrame.opening)
      // The page that stays is written to the ordinary screen.
      let ended: Result<Void, any Error>
      do {
        try await Interruption.isWaitedFor { try await redraw(page, last) }
        ended = .success(())
      } catch {
        ended = .failure(error)
      }
      Console.exact(WatchFrame.closing)
      last.page?.write()
      try ended.get()
    }
  }

  private func redraw(_ page: (Screen) async throws -> Page, _ last: LastPage) async throws {
    while true {
      let screen = Screen.output
      let shown = try await page(screen)
      last.page = shown
      let frame = WatchFrame(page: shown, title: title, interval: interval, at: SystemTimeSource().now())
      guard Console.exact(frame.text(on: screen)) else { return }
      try await Task.sleep(for: interval)
    }
  }

  private func follow(_ page: (Screen) async throws -> Page) async throws {
    while true {
      let shown = try await page(.output)
      Console.result(DisplayText.moment(SystemTimeSource().now()))
      guard shown.write(), Console.exact("\n") else { return }
      try await Task.sleep(for: interval)
    }
  }
}
