import NIOConcurrencyHelpers
import TollgateCore

/// The place of one purchase in the queue for permits, from the decision about it on. Without it all that are decided in one
/// transaction would find the same room, and those for whom there is none would have been written down for nothing.
final class QueuePlace: PurchasePlace {
  private let permits: SendPermits
  private let key: KeyID
  private let reserved = NIOLockedValueBox<FairQueue.ID?>(nil)

  init(in permits: SendPermits, of key: KeyID) {
    self.permits = permits
    self.key = key
  }

  func take() -> Bool {
    reserved.withLockedValue { reserved in
      if reserved == nil { reserved = permits.reservePlace(for: key) }
      return reserved != nil
    }
  }

  func giveBack() {
    if let place = handOver() { permits.giveUp(place) }
  }

  /// The place, for whoever waits in it from now on; it cannot be given back any more.
  func handOver() -> FairQueue.ID? {
    reserved.withLockedValue { reserved in
      defer { reserved = nil }
      return reserved
    }
  }
}

/// Looks whether there would be a place, and takes none.
struct QueueLook: PurchasePlace {
  let permits: SendPermits
  let key: KeyID

  func take() -> Bool { !permits.isFull(for: key) }

  func giveBack() {}
}
