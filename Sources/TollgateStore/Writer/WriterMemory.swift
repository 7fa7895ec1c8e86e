import TollgateCore

/// What the writer remembers between transactions so that it need not read it in each. It is kept only where the commit
/// succeeded.
struct WriterMemory: Sendable {
  /// The latest day and month in which money was held.
  private(set) var latestWindow: LedgerWindow?

  init(latestWindow: LedgerWindow?) { self.latestWindow = latestWindow }

  /// The window of a new hold. A clock that went back does not reopen a day whose sums may have been read.
  mutating func window(of order: PurchaseOrder) -> LedgerWindow {
    let window = latestWindow.map { $0.day > order.window.day ? $0 : order.window } ?? order.window
    latestWindow = window
    return window
  }
}
