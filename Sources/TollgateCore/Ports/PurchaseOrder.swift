/// One create that memory could not answer, as the writer decides it.
package struct PurchaseOrder: Sendable {
  package let slot: Slot
  package let policy: CachePolicy
  package let key: KeyID
  package let team: String?
  package let model: String
  /// The client's JSON object in its canonical spelling; kept with the generation.
  package let canonicalBody: [UInt8]
  /// The money to hold; `nil` where the price is unknown and no cap is configured.
  package let quote: Money?
  /// Why no purchase may start now; `nil` where one may.
  package let pause: PurchasePause?
  package let at: Timestamp
  package let window: LedgerWindow
  package let owner: OwnerID
  /// The unknown that a person wants bought again: bought only while the slot is still this unknown's. `nil` for a client's
  /// create.
  package let resends: GenerationNumber?
  /// Whether somebody still waits for the decision, asked when the writer comes to it: what nobody waits for is not bought.
  package let isStillWanted: @Sendable () -> Bool

  package init(
    slot: Slot, policy: CachePolicy, key: KeyID, team: String?, model: String, canonicalBody: [UInt8], quote: Money?,
    pause: PurchasePause? = nil, at: Timestamp, window: LedgerWindow, owner: OwnerID, resends: GenerationNumber? = nil,
    isStillWanted: @escaping @Sendable () -> Bool = { true }
  ) {
    self.slot = slot
    self.policy = policy
    self.key = key
    self.team = team
    self.model = model
    self.canonicalBody = canonicalBody
    self.quote = quote
    self.pause = pause
    self.at = at
    self.window = window
    self.owner = owner
    self.resends = resends
    self.isStillWanted = isStillWanted
  }
}

/// Why no purchase may start.
package enum PurchasePause: Sendable, Equatable {
  /// The gateway is shutting down.
  case draining
  /// The upstream refuses the gateway's own key.
  case credentialRefused
}

/// The calendar day and month of a hold, in the gateway's time zone, as `yyyymmdd` and `yyyymm`. Later entries of the same
/// generation copy them.
package struct LedgerWindow: Sendable, Hashable {
  package let day: Int32
  package let month: Int32

  package init(day: Int32, month: Int32) {
    self.day = day
    self.month = month
  }
}

/// What the writer decided.
package enum PurchaseDecision: Sendable, Equatable {
  /// Replay this finished generation.
  case hit(Generation)
  /// Share the fate of this live one.
  case joined(Generation)
  /// Nothing usable is cached, and this create may not buy.
  case notCached
  /// An identical create's outcome is unknown or it stalled.
  case blocked(Generation)
  /// The price is unknown, so that no hold can be taken.
  case unpriced
  /// No purchase may start now; nothing was held.
  case paused(PurchasePause)
  /// Bought by this create: slot and hold are taken, durably. The caller has to send it.
  case bought(Generation)
}
