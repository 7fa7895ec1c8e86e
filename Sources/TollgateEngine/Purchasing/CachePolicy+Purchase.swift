import TollgateCore

extension CachePolicy {
  /// Whether a purchase under this policy shows that nothing finished is in the slot: the cache could be used, to the full age
  /// that the configuration allows.
  func showsEmptySlot(timeToLive: Duration?) -> Bool { !bypassesCache && maximumAge == timeToLive }
}
