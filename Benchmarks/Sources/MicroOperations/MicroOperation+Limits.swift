import TollgateCore
import TollgateEngine

extension MicroOperation {
  static let limits: [MicroOperation] = [
    // A create of a key that has a rate, at a gateway that has one.
    MicroOperation("admit") {
      // More than can come.
      let rate = RateLimits(createsPerMinute: 60_000_000_000)
      let time = SystemTimeSource()
      let key = Key(
        id: KeyID(truncating: [UInt8](repeating: 0xA1, count: 16)), name: "alice", origin: .created,
        limits: KeyLimits(rate: rate), createdAt: time.now())
      let limiter = RateLimiter(limits: rate, time: time)
      return { count in
        var sum = 0
        for _ in 0..<count where limiter.take(.creates, of: key) == nil { sum &+= 1 }
        return sum
      }
    }
  ]
}
