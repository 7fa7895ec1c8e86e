import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Results are purged and pinned")
struct PurgeTests {
  @Test("a purged result is gone at once: from memory, from the search, for its job ids; its money stays in the books")
  func purge() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let first = try await harness.create("a red fox")
      try await harness.record(of: first.jobID, untilStatus: 2)
      let repeated = try await harness.create("a red fox")
      #expect(repeated.charged == .zero)
      let other = try await harness.create("an owl")
      try await harness.record(of: other.jobID, untilStatus: 2)
      #expect(try await administration.results(ResultQuery(search: "fox")).count == 1)

      let purged = try await administration.purge(first.generation)
      #expect(purged.number == first.generation && purged.captured == first.charged)
      for id in [first.jobID, repeated.jobID] {
        await #expect(throws: GatewayError.noSuchJob) { try await harness.gateway.query(id, from: try harness.local) }
      }
      #expect(try await administration.results(ResultQuery(search: "fox")).isEmpty)
      #expect(try await administration.results(ResultQuery()).map(\.number) == [other.generation])
      #expect(try await administration.generation(first.generation).ledger.map(\.kind) == ["hold", "capture"])
      await #expect(throws: AdministrationError.self) { try await administration.result(first.generation) }

      let again = try await harness.create("a red fox")
      #expect(again.generation > first.generation && again.charged == first.charged)
      try await harness.record(of: again.jobID, untilStatus: 2)
      #expect(try await administration.results(ResultQuery(search: "fox")).map(\.number) == [again.generation])
    }
  }

  @Test("what is no result, or is purged already, is refused with a reason")
  func refusals() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let job = try await harness.create("one")
      try await harness.record(of: job.jobID, untilStatus: 2)
      try await administration.pin(job.generation, true)
      #expect(try await administration.results(ResultQuery()).first?.pinnedAt != nil)
      var pinned = ResultQuery()
      pinned.isPinned = true
      #expect(try await administration.results(pinned).count == 1)
      #expect(try await administration.result(job.generation).pinnedAt != nil)
      try await administration.pin(job.generation, false)
      #expect(try await administration.results(pinned).isEmpty)

      _ = try await administration.purge(job.generation)
      await #expect(throws: AdministrationError.self) { try await administration.purge(job.generation) }
      await #expect(throws: AdministrationError.self) { try await administration.pin(job.generation, true) }
      let missing = try #require(GenerationNumber(99))
      await #expect(throws: AdministrationError.self) { try await administration.purge(missing) }
    }
  }
}
