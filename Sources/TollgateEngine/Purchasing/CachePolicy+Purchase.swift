import TollgateCore

extension CachePolicy {
  /// Whether the client kept the cache out of this create.
  var bypassesCache: Bool { ignoresFinished || storesNothing }

  /// Whether a purchase under this policy shows that nothing finished is in the slot: the cache could be used, to the full age
  /// that the configuration allows.
  func isPlain(timeToLive: Duration?) -> Bool { !bypassesCache && maximumAge == timeToLive }
}
