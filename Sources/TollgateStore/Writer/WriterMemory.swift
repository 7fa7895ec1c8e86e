import TollgateCore

/// What the writer remembers between transactions so that it need not read it in each. It is kept only where the commit
/// succeeded.
struct WriterMemory: Sendable {
  /// So many buyers' balances are remembered to exist; then all are forgotten.
  private static let maximumBuyers = 10_000

  /// The latest day and month in which money was held.
  var latestWindow: LedgerWindow?
  /// Whether anything was ever imported: without it no create has to look for that.
  var hasImports: Bool
  /// How often keys were rotated.
  var rotations = 0
  /// Whose balances of ``latestWindow`` have rows.
  private var ensured: Set<[String]> = []

  init(latestWindow: LedgerWindow?, hasImports: Bool) {
    self.latestWindow = latestWindow
    self.hasImports = hasImports
  }

  /// Whether these scopes' balances of the window are known to have rows.
  func hasBalances(of scopes: [String], window: LedgerWindow) -> Bool { window == latestWindow && ensured.contains(scopes) }

  /// Remembers that these scopes' balances of the window have rows.
  mutating func noteBalances(of scopes: [String], window: LedgerWindow) {
    if window != latestWindow || ensured.count >= Self.maximumBuyers { ensured = [] }
    latestWindow = window
    ensured.insert(scopes)
  }
}
