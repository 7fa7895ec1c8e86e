/// The callbacks of one key for one receiver, which are delivered in turn with those of other lanes: no key delays another
/// one's, and no receiver those for another.
package struct CallbackLane: Sendable, Hashable {
  package let key: KeyID
  package let receiver: String

  package init(key: KeyID, receiver: String) {
    self.key = key
    self.receiver = receiver
  }
}

extension Callback {
  /// Where it waits for its turn.
  package var lane: CallbackLane { CallbackLane(key: key, receiver: receiver) }
}
