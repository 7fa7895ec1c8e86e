import TollgateCore

/// All that a store keeps, as values: what one transaction changes, and another sees.
package struct BookState: Sendable {
  /// A generation with what hangs off it.
  struct Purchase: Sendable {
    var generation: Generation
    var owner: OwnerID
    /// `nil` where it was purged.
    var body: [UInt8]?
    let priceClass: PriceClass
    var record: [UInt8]?
    var files: [ResultFile] = []
    var isPinned = false
  }

  /// One line of the ledger.
  struct Line: Sendable {
    let generation: GenerationNumber
    let entry: LedgerEntry
    let key: KeyID
    let team: String?
    let window: LedgerWindow
    let at: Timestamp
  }

  struct BalanceKey: Hashable, Sendable {
    let scope: Scope
    let window: BudgetWindow
  }

  /// In nano-dollars: the books of a simulation must not share an error of ``Money``.
  struct Sums: Equatable, Sendable {
    var spent: Int64 = 0
    var held: Int64 = 0

    mutating func add(spent: Int64, held: Int64) {
      self.spent += spent
      self.held += held
    }
  }

  struct Resend: Sendable {
    let new: GenerationNumber
    let old: GenerationNumber
    let isConfigured: Bool
  }

  /// A slot as its bytes: Swift's own `==` merges texts that are canonically equivalent.
  struct SlotKey: Hashable, Sendable {
    let slot: Slot

    static func == (left: Self, right: Self) -> Bool {
      left.slot == right.slot && left.slot.variant.utf8.elementsEqual(right.slot.variant.utf8)
        && left.slot.scope.description.utf8.elementsEqual(right.slot.scope.description.utf8)
    }
  }

  struct IdempotencyName: Hashable, Sendable {
    let key: KeyID
    let name: String
  }

  /// A callback, with the moment until which nobody takes it: it is not due before, or somebody has it.
  struct OwedCallback: Sendable {
    var callback: Callback
    var restsUntil: Timestamp?

    /// Whether it can be had.
    var isReady: Bool { callback.dueAt != nil && restsUntil == nil }
    /// Whether somebody has it.
    var isTaken: Bool { restsUntil != nil && restsUntil != callback.dueAt }
  }

  struct ChargeKey: Hashable, Sendable {
    let priceClass: PriceClass
    let day: Int64
  }

  /// By number, from 1: a number is a place.
  var purchases: [Purchase] = []
  var slots: [SlotKey: SlotContents] = [:]
  var ledger: [Line] = []
  var balances: [BalanceKey: Sums] = [:]
  var budgets: [Scope: BudgetLimits] = [:]
  var charges: [ChargeKey: Money] = [:]
  var resends: [Resend] = []
  var keys: [StoredKey] = []
  /// How often keys were rotated.
  var rotations = 0
  var teams: [String: Team.Origin] = [:]
  var assets: [AssetID: Asset] = [:]
  /// All that were ever stored, in the order in which they came.
  var assetOrder: [AssetID] = []
  var usage: [UsageCount.Kind: UsageCount] = [:]
  var uses: [GenerationUse.Kind: UseSum] = [:]
  var idempotency: [IdempotencyName: IdempotencyRecord] = [:]
  /// What contents were made by.
  var normalisation: String?
  var callbacks: [OwedCallback] = []
  var lastCallback: Int64 = 0
  var nextSerial: Int64 = 1
  var tickets = TicketSecrets(current: Array(0..<32))
  var pendingRestore: PendingRestore?
  var latestWindow: LedgerWindow?

  package init() {}

  func purchase(_ number: GenerationNumber) -> Purchase? {
    purchases.indices.contains(Int(number.value) - 1) ? purchases[Int(number.value) - 1] : nil
  }
}
