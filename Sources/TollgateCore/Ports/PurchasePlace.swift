/// Room for one purchase among those that wait to be sent, taken by the writer in the moment of the decision: what would be turned
/// away behind its hold is better turned away before, which costs no write.
package protocol PurchasePlace: Sendable {
  /// Takes the place, once however often it is asked: a writer that has to begin its transaction anew asks again.
  ///
  /// - Returns: whether there is room.
  func take() -> Bool
  /// Gives it back, where the purchase did not come about after all. Without a place it does nothing.
  func giveBack()
}

/// Room for any number.
package struct UnlimitedPlace: PurchasePlace {
  package init() {}

  /// There is always room.
  package func take() -> Bool { true }
  /// Does nothing.
  package func giveBack() {}
}
