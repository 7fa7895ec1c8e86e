import NIOConcurrencyHelpers
import TollgateCore

/// The rates of one purchase, counted at most once: a writer that has to begin its transaction anew asks again.
final class CountedRate: PurchaseRate {
  private let limiter: RateLimiter
  private let key: Key
  private let isCounted = NIOLockedValueBox(false)

  init(_ limiter: RateLimiter, of key: Key) {
    self.limiter = limiter
    self.key = key
  }

  func take() -> RateRefusal? {
    isCounted.withLockedValue { isCounted in
      guard !isCounted else { return nil }
      let refusal = limiter.take(.generations, of: key)
      isCounted = refusal == nil
      return refusal
    }
  }

  func giveBack() {
    isCounted.withLockedValue { isCounted in
      guard isCounted else { return }
      isCounted = false
      limiter.giveBack(.generations, of: key)
    }
  }
}
