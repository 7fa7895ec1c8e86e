import Testing
import TollgateCore

/// Recovery, listing and serials, against every implementation of the port.
@Suite struct RecoveryContractTests {
  private static let running: [GenerationEvent] = [.submit, Sample.accepted("u")]

  /// A purchase of its own slot, so that nothing joins.
  private func live(_ store: any Store, _ name: String, _ events: [GenerationEvent]) async throws -> GenerationNumber {
    let events = events.map { event in
      if case .accepted(_, let charge) = event {
        GenerationEvent.accepted(upstreamID: name, charge: charge)
      } else {
        event
      }
    }
    return try await store.live(Sample.order(Sample.slot(name)), events).number
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatADeadOwnerLeftIsSettledOrReturned(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let held = try await live(store, "held", [])
      let submitting = try await live(store, "submitting", [.submit])
      let running = try await live(store, "running", Self.running)
      let stalled = try await live(store, "stalled", Self.running + [.stalled])
      let unknown = try await live(store, "unknown", [.submit, .lost(reason: "timeout")])
      _ = try await live(store, "succeeded", Self.running + [.succeeded(record: Sample.record, credit: nil)])
      _ = try await live(
        store, "refunded", Self.running + [.failed(error: "x", credit: nil, refunded: Sample.price)])
      let failed = try await live(store, "failed", Self.running + [.failed(error: "x", credit: nil, refunded: .zero)])

      let second = OwnerID("second run")
      let recovered = try await store.recover(owner: second, at: .after(100))
      #expect(recovered.map(\.number) == [running, stalled, failed])
      #expect(recovered.map(\.state) == [.running, .stalled, .failed])
      let released = try #require(try await store.generation(held))
      #expect(released.state == .released && released.releaseReason == .shutdown && released.finishedAt == .after(100))
      let lost = try #require(try await store.generation(submitting))
      #expect(lost.state == .unknown && lost.note == "the gateway stopped while this create was being sent")
      #expect(try await store.generation(unknown)?.note == "timeout")
      #expect(try await store.entries(of: held) == ["hold 0.04", "release 0.04"])
      #expect(try await store.entries(of: submitting) == ["hold 0.04"])
      // What was returned belongs to the second run now; its own rows are no dead owner's.
      #expect(try await store.recover(owner: second, at: .after(101)).isEmpty)
      #expect(try await store.recover(owner: OwnerID("third run"), at: .after(102)).count == 3)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theOwnersOwnRowsAreLeftAlone(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let held = try await live(store, "held", [])
      let submitting = try await live(store, "submitting", [.submit])
      #expect(try await store.recover(owner: Sample.owner, at: .after(100)).isEmpty)
      #expect(try await store.generation(held)?.state == .held)
      #expect(try await store.generation(submitting)?.state == .submitting)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aFailureIsAskedAboutForSevenDays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      _ = try await live(store, "failed", Self.running + [.failed(error: "x", credit: nil, refunded: .zero)])
      let week: Int64 = 7 * 86_400
      #expect(try await store.recover(owner: OwnerID("2"), at: .after(week + 3)).count == 1)
      #expect(try await store.recover(owner: OwnerID("3"), at: .after(week + 4)).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func listsAreNewestFirstAndPaged(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      var numbers: [GenerationNumber] = []
      for index in 0..<7 {
        numbers.append(try await live(store, "\(index)", index.isMultiple(of: 2) ? [] : [.released(.queue)]))
      }
      let done = try await live(store, "done", Self.running + [.succeeded(record: Sample.record, credit: nil)])
      func list(_ state: GenerationState?, before: GenerationNumber? = nil, limit: Int = 100) async throws -> [GenerationNumber]
      {
        try await store.generations(in: state, before: before, limit: limit).map(\.number)
      }
      #expect(try await list(nil) == [done] + numbers.reversed())
      #expect(try await list(nil, limit: 3) == [done, numbers[6], numbers[5]])
      #expect(try await list(nil, before: numbers[5], limit: 2) == [numbers[4], numbers[3]])
      #expect(try await list(.held) == [numbers[6], numbers[4], numbers[2], numbers[0]])
      #expect(try await list(.released, before: numbers[5]) == [numbers[3], numbers[1]])
      #expect(try await list(.succeeded) == [done])
      #expect(try await list(.succeeded, before: done).isEmpty)
      #expect(try await list(.stalled).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func noSerialIsGivenOutTwice(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let blocks = try await concurrently(20) { try await store.reserveSerials(Int64($0) + 1) }
      #expect(Set(blocks.flatMap(Array.init)).count == (1...20).reduce(0, +))
      #expect(blocks.allSatisfy { $0.lowerBound >= 1 })
      await #expect(throws: StoreError.self) { try await store.reserveSerials(0) }
      await #expect(throws: StoreError.self) { try await store.reserveSerials(JobTicket.maximumSerial) }
      #expect(try await store.reserveSerials(1).count == 1)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theSecretStays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let secrets = try await store.ticketSecrets()
      #expect(secrets.current.count == 32 && secrets.former.isEmpty)
      #expect(Set(secrets.current).count > 8)
      #expect(try await store.ticketSecrets() == secrets)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aClockThatGoesBackReopensNoDay(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      func day(_ name: String, _ day: Int32) async throws -> Int32? {
        let window = LedgerWindow(day: day, month: day / 100)
        let number = try await store.buy(Sample.order(Sample.slot(name), window: window))
        return try await store.ledger(of: number).first?.day
      }
      var days: [Int32?] = []
      for asked: Int32 in [20_260_601, 20_260_531, 20_260_602, 20_260_601] {
        days.append(try await day("\(days.count)", asked))
      }
      #expect(days == [20_260_601, 20_260_601, 20_260_602, 20_260_602])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aCaptureLandsInTheWindowOfItsHold(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let first = try await live(store, "first", [.submit])
      _ = try await store.buy(
        Sample.order(Sample.slot("next day"), window: LedgerWindow(day: 20_260_601, month: 202_606)))
      _ = try await store.record(Sample.accepted("u"), for: first, at: .after(86_400))
      #expect(try await store.ledger(of: first).map(\.day) == [Sample.window.day, Sample.window.day])
    }
  }
}
