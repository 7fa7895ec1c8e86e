package import TollgateCore

/// Values keep everything: a store may give up its details, and need not.
extension InMemoryStore {
  package func forgetMinutes(before minute: Int64) async throws(StoreError) -> Bool { false }

  package func closeLedger(before moment: Timestamp, at now: Timestamp) async throws(StoreError) -> Bool { false }

  package func shrink() async throws(StoreError) -> Bool { false }
}
