import NIOConcurrencyHelpers
import TollgateCore

/// The rates of one purchase, counted at most once: a writer that has to begin its transaction anew asks again.
final class CountedRate: PurchaseRate {
  private let limiter: RateLimiter
  private let key: Key
  private let counted = NIOLockedValueBox<RateLimiter.Counted?>(nil)

  init(_ limiter: RateLimiter, of key: Key) {
    self.limiter = limiter
    self.key = key
  }

  func take() -> RateRefusal? {
    counted.withLockedValue { counted in
      guard counted == nil else { return nil }
      var taken = RateLimiter.Counted()
      if let refusal = limiter.take(.generations, of: key, &taken) { return refusal }
      counted = taken
      return nil
    }
  }

  func giveBack() {
    counted.withLockedValue { counted in
      guard let taken = counted else { return }
      counted = nil
      limiter.giveBack(.generations, of: key, taken)
    }
  }
}
