import Testing
import TollgateCore

@Suite("The generation's life")
struct GenerationStateMachineTests {
  private static let hold = Money(nanodollars: 40_000_000)
  private static let linked: JSONObject = ["result": ["images": [["url": "https://file.example/a.png"]]]]
  private static let empty: JSONObject = ["result": ["images": []]]
  private static let no = Rejection(httpStatus: 400, code: 1, text: "no")

  /// One event, and what it does in each state that allows it. All other states refuse it.
  struct Row: Sendable, CustomTestStringConvertible {
    let event: GenerationEvent
    let outcomes: [GenerationState: Outcome]

    var testDescription: String { event.name }
  }

  struct Outcome: Sendable, Equatable {
    let state: GenerationState
    var entries: [LedgerEntry] = []
    var slot: GenerationStateMachine.SlotEffect = .none
  }

  private static let release = [LedgerEntry(.release, hold)]
  private static let price = Money(nanodollars: 50_000_000)

  private static let rows: [Row] = [
    Row(event: .submit, outcomes: [.held: Outcome(state: .submitting)]),
    Row(event: .postponed, outcomes: [.submitting: Outcome(state: .held)]),
    Row(
      event: .accepted(upstreamID: "a", charge: .stated(price)),
      outcomes: [.submitting: Outcome(state: .running, entries: [LedgerEntry(.capture, price)])]),
    Row(
      event: .accepted(upstreamID: "a", charge: .unstated),
      outcomes: [.submitting: Outcome(state: .running, entries: [LedgerEntry(.capture, hold)])]),
    Row(
      event: .rejected(no), outcomes: [.submitting: Outcome(state: .rejected, entries: release, slot: .clearLive)]),
    Row(
      event: .released(.unreachable),
      outcomes: [
        .held: Outcome(state: .released, entries: release, slot: .clearLive),
        .submitting: Outcome(state: .released, entries: release, slot: .clearLive),
      ]),
    Row(event: .lost(reason: "reset"), outcomes: [.submitting: Outcome(state: .unknown, slot: .occupy)]),
    Row(
      event: .succeeded(record: linked, credit: nil),
      outcomes: [
        .running: Outcome(state: .succeeded, slot: .finish), .stalled: Outcome(state: .succeeded, slot: .finish),
      ]),
    Row(
      event: .succeeded(record: empty, credit: nil),
      outcomes: [
        .running: Outcome(state: .succeeded, slot: .clearLive), .stalled: Outcome(state: .succeeded, slot: .clearLive),
      ]),
    Row(
      event: .failed(error: "broke", credit: nil, refunded: hold),
      outcomes: [
        .running: Outcome(state: .failed, entries: [LedgerEntry(.refund, hold)], slot: .clearLive),
        .stalled: Outcome(state: .failed, entries: [LedgerEntry(.refund, hold)], slot: .clearLive),
      ]),
    Row(event: .refunded(hold), outcomes: [.failed: Outcome(state: .failed, entries: [LedgerEntry(.refund, hold)])]),
    Row(event: .stalled, outcomes: [.running: Outcome(state: .stalled)]),
    Row(
      event: .resolvedCharged(upstreamID: "a"),
      outcomes: [
        .unknown: Outcome(state: .running, entries: [LedgerEntry(.capture, hold)]),
        .stalled: Outcome(state: .running),
      ]),
    Row(
      event: .resolvedCharged(upstreamID: nil),
      outcomes: [
        .unknown: Outcome(state: .failed, entries: [LedgerEntry(.capture, hold)], slot: .clearLive),
        .stalled: Outcome(state: .failed, slot: .clearLive),
      ]),
    Row(
      event: .resolvedNotCharged,
      outcomes: [.unknown: Outcome(state: .released, entries: release, slot: .clearLive)]),
  ]

  /// A machine as it stands in a state, with the money that it has there.
  private static func machine(in state: GenerationState) -> GenerationStateMachine {
    let isCharged = [.running, .succeeded, .failed, .stalled].contains(state)
    return GenerationStateMachine(
      state: state, hold: hold, captured: isCharged ? hold : nil, isChargeUnstated: false, refunded: .zero, files: .none)
  }

  @Test("every event in every state does what the table says, or is refused and changes nothing", arguments: rows)
  func transitions(row: Row) throws {
    for state in GenerationState.allCases {
      var machine = Self.machine(in: state)
      let before = machine
      guard let expected = row.outcomes[state] else {
        #expect(throws: InvalidTransition(state: state, event: row.event.name)) { try machine.handle(row.event) }
        #expect(machine == before, "a refused event must change nothing")
        continue
      }
      let effects = try machine.handle(row.event)
      #expect(Outcome(state: machine.state, entries: effects.entries, slot: effects.slot) == expected, "in \(state)")
    }
  }

  @Test("every state is live or over, and decided or not, as the design says")
  func classes() {
    #expect(Set(GenerationState.allCases.filter(\.isLive)) == [.held, .submitting, .running, .stalled, .unknown])
    #expect(Set(GenerationState.allCases.filter { !$0.isDecided }) == [.held, .submitting])
  }

  @Test(
    "refunds come in parts, and never exceed the capture",
    arguments: [
      ([10, 10, 30], [10, 20]), ([0, 0], []), ([50], [40]), ([40, 50], [40]), ([30, 20], [30]),
    ] as [([Int64], [Int64])])
  func refunds(totals: [Int64], entries: [Int64]) throws {
    var machine = GenerationStateMachine(
      state: .running, hold: Money(nanodollars: 40), captured: Money(nanodollars: 40), isChargeUnstated: false,
      refunded: .zero, files: .none)
    var booked: [Int64] = []
    for (index, total) in totals.enumerated() {
      let refunded = Money(nanodollars: total)
      let event: GenerationEvent =
        index == 0 ? .failed(error: "broke", credit: nil, refunded: refunded) : .refunded(refunded)
      booked += try machine.handle(event).entries.map(\.amount.nanodollars)
    }
    #expect(booked == entries)
    #expect(machine.refunded.nanodollars == entries.reduce(0, +))
  }

  @Test("an unstated charge is corrected once from the credit, up and down", arguments: [30, 40, 55] as [Int64])
  func corrections(credit: Int64) throws {
    var machine = GenerationStateMachine(hold: Money(nanodollars: 40))
    _ = try machine.handle(.submit)
    _ = try machine.handle(.accepted(upstreamID: "a", charge: .unstated))
    let effects = try machine.handle(
      .failed(error: "broke", credit: Money(nanodollars: credit), refunded: Money(nanodollars: credit)))
    let correction = credit == 40 ? [] : [LedgerEntry(.correction, Money(nanodollars: credit - 40))]
    #expect(effects.entries == correction + [LedgerEntry(.refund, Money(nanodollars: credit))])
    #expect(machine.captured == Money(nanodollars: credit))
  }
}
