import NIOConcurrencyHelpers

/// The page that was shown last.
final class LastPage: Sendable {
  private let box = NIOLockedValueBox<Page?>(nil)

  var page: Page? {
    get { box.withLockedValue { $0 } }
    set { box.withLockedValue { $0 = newValue } }
  }
}
