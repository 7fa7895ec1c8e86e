/// What the store does when the rules have changed by which contents are made.
package protocol ContentBooks: Sendable {
  /// Makes the contents anew of all generations that stand in a slot, are live, or are named by an `Idempotency-Key`, and moves
  /// them to the slots of their new contents. Nothing happens where contents were made under the same `normalisation` last.
  ///
  /// Where several come to stand in one slot, the newest result stays the finished one. Of several that are live an unknown or
  /// stalled one stays, so that nothing is bought again that may have been bought, else the oldest. Another one loses its slot,
  /// and from then on keeps nothing, like one that was bought with `no-store`: it is still asked about, its job ids answer, its
  /// money is booked, but its result is not replayed. So there is one live purchase in each slot.
  ///
  /// What bought an unknown again has the same content as that, whatever is made of their bodies: that of the newest of them.
  ///
  /// Nothing may be decided meanwhile. All changes become durable together, and `normalisation` with them: a crash before
  /// changes nothing, and doing it again does no harm.
  ///
  /// - Parameters:
  ///   - normalisation: a fingerprint of the rules.
  ///   - content: makes the content of a canonical body under the rules; `nil` leaves a generation where it is.
  /// - Returns: what was done; `nil` where nothing was to do.
  /// - Throws: ``StoreError``; contents are as they were then, unless it is unknown.
  func recomputeContents(
    under normalisation: String, _ content: @escaping @Sendable (_ canonicalBody: [UInt8]) -> Content?
  ) async throws(StoreError) -> ContentRecomputation?
}

/// What was done when contents were made anew.
package struct ContentRecomputation: Sendable, Equatable {
  /// How many bodies were read.
  package var read: Int
  /// How many generations have another content now.
  package var moved: Int
  /// How many of those that were live in a slot keep nothing any more, because another one is live in theirs.
  package var displaced: Int

  package init(read: Int = 0, moved: Int = 0, displaced: Int = 0) {
    self.read = read
    self.moved = moved
    self.displaced = displaced
  }
}
