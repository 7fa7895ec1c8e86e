import TollgateCore

/// A bought generation on its way upstream.
struct Purchase: Sendable {
  let generation: Generation
  /// What is sent, byte for byte what was hashed.
  let normalisedBody: [UInt8]
  let credential: Secret
  /// Whether the credential is the caller's own.
  let isForwarded: Bool
  /// Whether its having been bought shows that nothing finished is in its slot: then memory may answer identical creates with
  /// it while it runs. It does not where the client kept the cache out, or asked for a younger result.
  let showsEmptySlot: Bool
  /// What counted it as a purchase; it is given back where nothing was sent.
  var rate: any PurchaseRate = UnlimitedRate()
  /// Its place in the queue, in which it waits to be sent; without one it waits behind the others.
  var place: QueuePlace?
  /// Told how it goes; `nil` where nobody wants to know.
  var report: RequestReport?
}
