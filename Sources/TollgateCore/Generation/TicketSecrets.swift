/// The secrets under which a store's job ids are sealed: each restore of a backup begins another epoch with another secret.
package struct TicketSecrets: Sendable, Equatable {
  /// An epoch that has ended.
  package struct Former: Sendable, Equatable {
    /// 32 bytes.
    package let secret: [UInt8]
    /// The highest numbers that it gave out.
    package let end: TicketBounds

    package init(secret: [UInt8], end: TicketBounds) {
      self.secret = secret
      self.end = end
    }
  }

  /// 32 random bytes, kept with the store whose job ids they seal.
  package let current: [UInt8]
  /// Those of earlier epochs, the oldest first.
  package let former: [Former]

  package init(current: [UInt8], former: [Former] = []) {
    self.current = current
    self.former = former
  }
}
