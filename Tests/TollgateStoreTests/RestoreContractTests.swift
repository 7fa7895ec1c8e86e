import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// What becomes of a store that was copied from a backup.
@Suite struct RestoreContractTests {
  /// The gateway of the backup may have sent both since: unlike after a crash nothing is given back.
  @Test(arguments: StoreUnderTest.allCases)
  func whatWasUnderWayIsUnknown(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let held = try await store.buy(Sample.order(Sample.slot("held"), idempotency: nil))
      let submitting = try await store.live(Sample.order(Sample.slot("sent")), [.submit]).number
      let postponed = try await store.live(Sample.order(Sample.slot("later")), [.submit, .postponed]).number
      let running = try await store.live(Sample.order(Sample.slot("runs")), [.submit, Sample.accepted("u1")]).number
      let balances = try await store.balances(in: Sample.window)
      try await store.beginRestored(from: .after(60), lastSerial: 0, at: .after(90))
      for number in [held, submitting, postponed] {
        let generation = try #require(try await store.generation(number))
        #expect(generation.state == .unknown && generation.note?.contains("backup") == true)
        #expect(try await store.entries(of: number) == ["hold 0.04"])
      }
      #expect(try await store.balances(in: Sample.window) == balances, "the money stays held")
      let watched = try await store.recover(owner: OwnerID("second run"), at: .after(91))
      #expect(watched.map(\.number) == [running])
      #expect(try await store.generation(held)?.state == .unknown)
      #expect(try await store.decide(Sample.order(Sample.slot("held"))).kind == .blocked)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func jobIDsGetAnotherSecret(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let first = try await store.ticketSecrets()
      try await store.beginRestored(from: .after(1), lastSerial: 5, at: .after(2))
      let empty = try await store.ticketSecrets()
      #expect(empty.former.isEmpty, "nothing was bought, so that there are no job ids")
      let serials = try await store.reserveSerials(100)
      let bought = try await store.buy()
      try await store.beginRestored(from: .after(3), lastSerial: 7, at: .after(4))
      try await store.beginRestored(from: .after(5), lastSerial: .max, at: .after(6))
      let last = try await store.ticketSecrets()
      #expect(last.former.map(\.secret).first == empty.current)
      #expect(
        last.former.map(\.end) == [
          TicketBounds(lastGeneration: bought, lastSerial: 7),
          TicketBounds(lastGeneration: bought, lastSerial: serials.upperBound - 1),
        ])
      #expect(Set(last.former.map(\.secret) + [last.current]).count == 3)
      #expect(last.current != first.current)
      #expect(try await store.reserveSerials(1).lowerBound >= serials.upperBound)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func itWaitsUntilItIsAccepted(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.pendingRestore() == nil)
      #expect(try await store.acceptRestore(at: .after(1)) == nil)
      try await store.beginRestored(from: .after(2), lastSerial: 0, at: .after(3))
      // A backup of what waits waits as well.
      try await store.beginRestored(from: .after(4), lastSerial: 0, at: .after(5))
      let pending = PendingRestore(backupAt: .after(4), restoredAt: .after(5))
      #expect(try await store.pendingRestore() == pending)
      #expect(try await store.acceptRestore(at: .after(6)) == pending)
      #expect(try await store.pendingRestore() == nil)
      #expect(try await store.acceptRestore(at: .after(7)) == nil)
    }
  }
}
