import Testing
import TollgateCore

@Suite("The files of a result")
struct FilesStateTests {
  private static let record: JSONObject = ["result": ["images": [["url": "https://files.example/a.png"]]]]
  private static let price = Money(nanodollars: 40)

  private static func succeeded(_ files: FilesState) -> GenerationStateMachine {
    GenerationStateMachine(
      state: .succeeded, hold: price, captured: price, isChargeUnstated: false, refunded: .zero, files: files)
  }

  private static let events: [GenerationEvent] = [
    .filesWanted, .filesPassedOn, .filesKept, .filesLost(reason: "gone"), .filesEvicted, .purged,
  ]

  /// What each event makes of a state, in the order of ``events``; `nil` where it is refused.
  private static let rows: [(FilesState, [FilesState?])] = [
    (.none, [.copying, nil, nil, nil, nil, .purged]), (.copying, [nil, .some(.none), .kept, .lost, nil, .purged]),
    (.kept, [nil, nil, nil, .lost, .evicted, .purged]), (.lost, [nil, nil, nil, nil, nil, .purged]),
    (.evicted, [nil, nil, nil, nil, nil, .purged]), (.purged, [nil, nil, nil, nil, nil, nil]),
  ]

  @Test("every event in every state does what the table says and moves no money", arguments: rows)
  func transitions(state: FilesState, outcomes: [FilesState?]) throws {
    for (event, expected) in zip(Self.events, outcomes) {
      var machine = Self.succeeded(state)
      guard let expected else {
        #expect(throws: InvalidTransition.self, "\(event.name)") { try machine.handle(event) }
        #expect(machine.files == state)
        continue
      }
      let effects = try machine.handle(event)
      #expect(machine.files == expected && machine.state == .succeeded && effects.entries.isEmpty, "\(event.name)")
      let slot: GenerationStateMachine.SlotEffect =
        switch expected {
        case .kept: .finish
        case .lost: .lose(.lost)
        case .evicted: .lose(.evicted)
        case .purged: .lose(.purged)
        case .none: .finish
        case .copying: .none
        }
      #expect(effects.slot == slot, "\(event.name)")
    }
  }

  @Test("nothing of it happens to a purchase that has not succeeded")
  func onlyAfterSuccess() {
    for state in GenerationState.allCases where state != .succeeded {
      for event in Self.events {
        var machine = GenerationStateMachine(
          state: state, hold: Self.price, captured: nil, isChargeUnstated: false, refunded: .zero, files: .none)
        #expect(throws: InvalidTransition.self) { try machine.handle(event) }
      }
    }
  }

  @Test("a success with files keeps its slot until they are stored; without links it is never replayed")
  func success() throws {
    for (record, keepsFiles, files, slot) in [
      (Self.record, true, FilesState.copying, GenerationStateMachine.SlotEffect.none), (Self.record, false, .none, .finish),
      (["result": [:]], true, .none, .clearLive), ([:], false, .none, .clearLive),
    ] as [(JSONObject, Bool, FilesState, GenerationStateMachine.SlotEffect)] {
      var machine = GenerationStateMachine(
        state: .running, hold: Self.price, captured: Self.price, isChargeUnstated: false, refunded: .zero, files: .none)
      let effects = try machine.handle(.succeeded(record: record, credit: nil, keepsFiles: keepsFiles))
      #expect(machine.files == files && effects.slot == slot)
    }
  }
}
