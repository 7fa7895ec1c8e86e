import Testing
import TollgateCore

@Suite("What a create gets from its slot")
struct CachePolicyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let policy: CachePolicy
    /// The expected word for each of the slots in ``CachePolicyTests/slots``, in their order.
    let decisions: [String]

    var testDescription: String { name }
  }

  private static let now = Timestamp(millisecondsSince1970: 1_000_000_000)
  private static let finished = GenerationNumber(1).map { SlotContents.Finished(generation: $0, at: now - .seconds(100)) }

  private static func live(_ state: GenerationState) -> SlotContents.Live? {
    GenerationNumber(2).map { .init(generation: $0, state: state) }
  }

  /// empty · finished · submitting · running · unknown · stalled · finished and running · finished and unknown
  private static let slots: [SlotContents] = [
    SlotContents(), SlotContents(finished: finished), SlotContents(live: live(.submitting)), SlotContents(live: live(.running)),
    SlotContents(live: live(.unknown)), SlotContents(live: live(.stalled)),
    SlotContents(finished: finished, live: live(.running)), SlotContents(finished: finished, live: live(.unknown)),
  ]

  private static let rows: [Row] = [
    Row(
      name: "plain", policy: CachePolicy(),
      decisions: ["buy", "hit", "join", "join", "blocked", "blocked", "hit", "hit"]),
    Row(
      name: "no-cache", policy: CachePolicy(ignoresFinished: true),
      decisions: ["buy", "buy", "join", "join", "blocked", "blocked", "join", "blocked"]),
    Row(
      name: "no-store", policy: CachePolicy(storesNothing: true),
      decisions: ["buy", "buy", "buy", "buy", "blocked", "blocked", "buy", "blocked"]),
    Row(
      name: "only-if-cached", policy: CachePolicy(neverBuys: true),
      decisions: ["not cached", "hit", "join", "join", "not cached", "not cached", "hit", "hit"]),
    Row(
      name: "only-if-cached beats no-cache and no-store",
      policy: CachePolicy(ignoresFinished: true, storesNothing: true, neverBuys: true),
      decisions: ["not cached", "hit", "join", "join", "not cached", "not cached", "hit", "hit"]),
    Row(
      name: "max-age exceeded", policy: CachePolicy(maximumAge: .seconds(99)),
      decisions: ["buy", "buy", "join", "join", "blocked", "blocked", "join", "blocked"]),
    Row(
      name: "max-age just met", policy: CachePolicy(maximumAge: .seconds(100)),
      decisions: ["buy", "hit", "join", "join", "blocked", "blocked", "hit", "hit"]),
    Row(
      name: "resend asked for", policy: CachePolicy(resend: .asked),
      decisions: ["buy", "hit", "join", "join", "buy replacing g2", "blocked", "hit", "hit"]),
    Row(
      name: "resend configured", policy: CachePolicy(resend: .configured),
      decisions: ["buy", "hit", "join", "join", "buy replacing g2", "blocked", "hit", "hit"]),
    Row(
      name: "resend never makes only-if-cached buy", policy: CachePolicy(neverBuys: true, resend: .asked),
      decisions: ["not cached", "hit", "join", "join", "not cached", "not cached", "hit", "hit"]),
    Row(
      name: "no-store with a resend leaves the slot alone", policy: CachePolicy(storesNothing: true, resend: .asked),
      decisions: ["buy", "buy", "buy", "buy", "buy", "blocked", "buy", "buy"]),
  ]

  @Test("every policy on every slot", arguments: rows)
  func decisions(row: Row) {
    #expect(Self.slots.map { Self.word(for: row.policy.decide($0, at: Self.now)) } == row.decisions)
  }

  private static func word(for decision: SlotDecision) -> String {
    switch decision {
    case .hit: "hit"
    case .join: "join"
    case .notCached: "not cached"
    case .blocked: "blocked"
    case .buy(let replacing): replacing.map { "buy replacing \($0)" } ?? "buy"
    }
  }

  @Test("a configured resend is granted once an hour and slot", arguments: [(0, false), (3599, false), (3600, true)])
  func configuredResend(secondsAgo: Int, isGranted: Bool) {
    let slot = SlotContents(live: Self.live(.unknown), resentAt: Self.now - .seconds(secondsAgo))
    let decision = CachePolicy(resend: .configured).decide(slot, at: Self.now)
    #expect((Self.word(for: decision) == "buy replacing g2") == isGranted)
    #expect(Self.word(for: CachePolicy(resend: .asked).decide(slot, at: Self.now)) == "buy replacing g2")
  }
}
