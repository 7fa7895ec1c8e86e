/// Which callbacks to list, the newest first.
package struct CallbackQuery: Sendable, Codable, Equatable {
  /// Only those in this state; `nil` for all.
  package var state: CallbackState?
  /// Only those before this one, for the next page.
  package var before: CallbackID?
  /// 1 to 1000.
  package var limit: Int

  package init(state: CallbackState? = nil, before: CallbackID? = nil, limit: Int = 50) {
    self.state = state
    self.before = before
    self.limit = limit
  }
}
