import TollgateCore

/// What may keep purchases from starting.
struct PurchasePauses: Sendable {
  let drain: Drain
  let gate: CredentialGate

  /// Why no purchase may start now; `nil` where one may.
  func current(atUptime now: Duration) -> PurchasePause? {
    if drain.isDraining { return .draining }
    return gate.mayPurchase(atUptime: now) ? nil : .credentialRefused
  }
}
