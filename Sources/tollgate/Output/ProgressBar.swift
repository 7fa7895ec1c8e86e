import Foundation
import NIOConcurrencyHelpers

/// How far long work is, as a line on a terminal; nothing where nobody watches.
final class ProgressBar: Sendable {
  private static let pause: Duration = .milliseconds(100)
  private static let width = 24

  private struct State {
    var done: Int64 = 0
    var shownAt: ContinuousClock.Instant?
  }

  private let what: String
  private let total: Int64?
  private let state = NIOLockedValueBox(State())

  /// - Parameters:
  ///   - what: what is done.
  ///   - total: how many bytes there are; `nil` where nobody knows.
  init(_ what: String, total: Int64?) {
    self.what = what
    self.total = total
  }

  /// So many bytes more are done.
  func advance(by bytes: Int) { change { $0 += Int64(bytes) } }

  /// So many bytes are done.
  func reach(_ bytes: Int64) { change { $0 = bytes } }

  private func change(_ body: (inout Int64) -> Void) {
    guard Terminal.isErrorWatched else { return }
    let now = ContinuousClock.now
    let done = state.withLockedValue { state -> Int64? in
      body(&state.done)
      if let shown = state.shownAt, shown.duration(to: now) < Self.pause { return nil }
      state.shownAt = now
      return state.done
    }
    if let done { show("\r\u{1B}[K" + Self.line(what, done, of: total)) }
  }

  /// Takes the line away.
  func end() { if Terminal.isErrorWatched { show("\r\u{1B}[K") } }

  /// `Exporting  [########----------------]  33 %  1.2 MB of 3.6 MB`
  static func line(_ what: String, _ done: Int64, of total: Int64?) -> String {
    guard let total, total > 0 else { return "\(what)  \(DisplayText.bytes(done))" }
    let share = Int(min(done, total) * 100 / total)
    let filled = share * width / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    return "\(what)  [\(bar)]  \(share) %  \(DisplayText.bytes(done)) of \(DisplayText.bytes(total))"
  }

  private func show(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
