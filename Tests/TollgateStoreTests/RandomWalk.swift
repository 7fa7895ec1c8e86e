import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Seeded creates and events, allowed and not, over a few slots.
struct RandomWalk {
  private var random: SeededGenerator
  private(set) var bought: [GenerationNumber] = []
  private var states: [GenerationNumber: GenerationState] = [:]
  /// How many events were allowed.
  private(set) var applied = 0
  private var clock = Sample.start
  private var jobs: Int64 = 0

  /// Whether some creates have an `Idempotency-Key`.
  private let isIdempotent: Bool

  init(seed: UInt64, isIdempotent: Bool = false) {
    random = SeededGenerator(seed: seed)
    self.isIdempotent = isIdempotent
  }

  /// What was asked for, from a create's body.
  static func number(in body: [UInt8]) -> Int? { Int(String(decoding: body, as: UTF8.self).filter(\.isNumber)) }

  mutating func run(steps: Int, on store: any Store, owner: OwnerID) async throws {
    _ = try await store.reserveSerials(10_000)
    _ = try await store.recover(owner: owner, at: clock)
    for _ in 0..<steps {
      // The clock goes back at times, by more than a day.
      clock = clock + .seconds(random.below(20) == 0 ? -90_000 : Int64(random.below(600)))
      if bought.isEmpty || random.below(3) == 0 {
        if case .bought(let generation) = try await store.decide(order(owner)) {
          bought.append(generation.number)
          states[generation.number] = .held
        }
      } else {
        let number = bought[max(0, bought.count - 1 - random.below(40))]
        do throws(StoreError) {
          states[number] = try await store.record(event(for: states[number]), for: number, at: clock).state
          applied += 1
        } catch {
          switch error {
          case .invalidTransition, .conflict: break
          default: throw error
          }
        }
      }
    }
  }

  private mutating func order(_ owner: OwnerID) -> PurchaseOrder {
    let policies: [CachePolicy] = [
      .plain, .plain, .noCache, .noCache, .noStore, .onlyIfCached, .askedResend, .configuredResend,
      CachePolicy(maximumAge: .seconds(600)), CachePolicy(storesNothing: true, resend: .configured),
    ]
    let day = Int32(20_260_501 + random.below(30))
    let number = random.below(40)
    let claim =
      isIdempotent && random.below(3) == 0 ? IdempotencyClaim(name: "\(random.below(60))", serial: jobs + 1) : nil
    return Sample.order(
      Sample.slot("\(number)"), policy: policies[random.below(policies.count)],
      key: Sample.key(UInt8(random.below(3))), team: random.below(2) == 0 ? nil : "design",
      quote: random.below(20) == 0 ? nil : amount(), isPaused: random.below(20) == 0, at: clock,
      window: LedgerWindow(day: day, month: 202_605), owner: owner, body: #"{"args":{"n":\#(number)}}"#,
      idempotency: claim)
  }

  /// Mostly an event that takes the generation further, and at times any.
  private mutating func event(for state: GenerationState?) -> GenerationEvent {
    jobs += 1
    let kind: Int =
      switch state {
      case .held where random.below(5) > 0: [0, 0, 0, 8][random.below(4)]
      case .submitting where random.below(5) > 0: [4, 4, 4, 7, 8, 9][random.below(6)]
      case .running where random.below(5) > 0: [10, 10, 10, 12, 14][random.below(5)]
      case .stalled where random.below(5) > 0: [10, 12, 15][random.below(3)]
      case .unknown where random.below(5) > 0: [14, 15][random.below(2)]
      case .failed where random.below(5) > 0: 13
      default: random.below(16)
      }
    switch kind {
    case 0...3: return .submit
    case 4...6:
      let id = random.below(15) == 0 ? "job 1" : "job \(jobs)"
      return .accepted(upstreamID: id, charge: random.below(3) == 0 ? .unstated : .stated(amount()))
    case 7: return Sample.rejected
    case 8: return .released(ReleaseReason.allCases[random.below(ReleaseReason.allCases.count)])
    case 9: return .lost(reason: "timeout")
    case 10, 11: return .succeeded(record: random.below(4) == 0 ? Sample.emptyRecord : Sample.record, credit: amount())
    case 12: return .failed(error: "x", credit: amount(), refunded: amount())
    case 13: return .refunded(amount())
    case 14: return random.below(2) == 0 ? .stalled : .resolvedNotCharged
    default: return .resolvedCharged(upstreamID: random.below(2) == 0 ? nil : "job \(random.below(Int(jobs)))")
    }
  }

  private mutating func amount() -> Money { Money(nanodollars: Int64(random.below(100)) * 1_000_000) }
}
