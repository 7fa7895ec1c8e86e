/// One create that memory could not answer, as the writer decides it.
package struct PurchaseOrder: Sendable {
  package let slot: Slot
  package let policy: CachePolicy
  package let key: KeyID
  package let team: String?
  package let model: String
  /// The client's JSON object in its canonical spelling; kept with the generation.
  package let canonicalBody: [UInt8]
  /// The price by the catalogue and the configuration; `nil` where it is unknown and no cap is configured. What is held is the
  /// dearest recent charge of ``priceClass`` where that is more.
  package let quote: Money?
  /// What the upstream's charge is remembered under.
  package let priceClass: PriceClass
  /// Purchases of this key that may be reserved, being sent or running at a time; `nil` for any number.
  package let maximumRunningOfKey: Int?
  /// The same for all keys together.
  package let maximumRunning: Int?
  /// Counts the purchase against the rates; asked when all but the pause and the place allow it, and given back where they do not.
  package let rate: any PurchaseRate
  /// Why no purchase may start now; `nil` where one may.
  package let pause: PurchasePause?
  /// Takes its place among those that wait to be sent; asked last, when everything else allows it.
  package let place: any PurchasePlace
  package let at: Timestamp
  package let window: LedgerWindow
  package let owner: OwnerID
  /// The unknown that a person wants bought again: bought only while the slot is still this unknown's. `nil` for a client's
  /// create.
  package let resends: GenerationNumber?
  /// The create's `Idempotency-Key`.
  package let idempotency: IdempotencyClaim?
  /// Where the job's record is to be posted when the job ends; `nil` for nowhere.
  package let callback: CallbackOrder?
  /// Callbacks of this key that may be on their way at a time; `nil` for any number.
  package let maximumCallbacksOfKey: Int?
  /// Told by the writer where the key has as many callbacks as it may: the create goes through without its own.
  package let onCallbackLeftOut: @Sendable () -> Void
  /// Whether somebody still waits for the decision, asked when the writer comes to it: what nobody waits for is not bought.
  package let isStillWanted: @Sendable () -> Bool

  package init(
    slot: Slot, policy: CachePolicy, key: KeyID, team: String?, model: String, canonicalBody: [UInt8], quote: Money?,
    priceClass: PriceClass, maximumRunningOfKey: Int? = nil, maximumRunning: Int? = nil,
    rate: any PurchaseRate = UnlimitedRate(), pause: PurchasePause? = nil,
    place: any PurchasePlace = UnlimitedPlace(), at: Timestamp, window: LedgerWindow, owner: OwnerID,
    resends: GenerationNumber? = nil, idempotency: IdempotencyClaim? = nil, callback: CallbackOrder? = nil,
    maximumCallbacksOfKey: Int? = nil, onCallbackLeftOut: @escaping @Sendable () -> Void = {},
    isStillWanted: @escaping @Sendable () -> Bool = { true }
  ) {
    self.slot = slot
    self.policy = policy
    self.key = key
    self.team = team
    self.model = model
    self.canonicalBody = canonicalBody
    self.quote = quote
    self.priceClass = priceClass
    self.maximumRunningOfKey = maximumRunningOfKey
    self.maximumRunning = maximumRunning
    self.rate = rate
    self.pause = pause
    self.place = place
    self.at = at
    self.window = window
    self.owner = owner
    self.resends = resends
    self.idempotency = idempotency
    self.callback = callback
    self.maximumCallbacksOfKey = maximumCallbacksOfKey
    self.onCallbackLeftOut = onCallbackLeftOut
    self.isStillWanted = isStillWanted
  }

  /// Takes the place of the purchase, where one may start.
  ///
  /// - Returns: why none may; then no place was taken.
  package func takePlace() -> PurchasePause? { pause ?? (place.take() ? nil : .queueFull) }
}

/// Why no purchase may start.
package enum PurchasePause: Sendable, Equatable {
  /// The gateway is shutting down.
  case draining
  /// The upstream refuses the gateway's own key.
  case credentialRefused
  /// As many purchases wait to be sent as may.
  case queueFull
  /// The upstream is not there, or not well.
  case unreachable
}

/// The rate of one purchase: counted by the writer in the moment of the decision, so that what is refused for another reason
/// burns nothing.
package protocol PurchaseRate: Sendable {
  /// Counts the purchase.
  ///
  /// - Returns: why it may not be bought now; then nothing was counted.
  func take() -> RateRefusal?
  /// Takes back what ``take()`` counted, where the purchase did not come about after all. Without a count it does nothing.
  func giveBack()
}

/// No limit.
package struct UnlimitedRate: PurchaseRate {
  package init() {}

  /// Counts nothing.
  package func take() -> RateRefusal? { nil }
  /// Does nothing.
  package func giveBack() {}
}
