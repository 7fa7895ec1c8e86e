import NIOConcurrencyHelpers
import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Whoever waits for a purchase is told")
struct FlightsTests {
  private func landed(_ number: Int64) throws -> Generation {
    let slot = Slot(content: Content(hashing: []), scope: .gateway)
    var generation = Generation(
      number: try #require(GenerationNumber(number)), slot: slot, keepsResult: true, key: .random(), team: nil, model: "m",
      createdAt: Timestamp(millisecondsSince1970: 0), machine: GenerationStateMachine(hold: .zero))
    _ = try generation.apply(.released(.shutdown), at: Timestamp(millisecondsSince1970: 0))
    return generation
  }

  @Test("no landing is missed, however it falls together with the beginning of a wait", .timeLimit(.minutes(15)))
  func noLostWakeUp() async throws {
    let flights = Flights(time: SystemTimeSource())
    for number in 1...3000 as ClosedRange<Int64> {
      let generation = try landed(number)
      // As in a purchase: announced at once or a little later, durable before it lands.
      let isDurable = NIOLockedValueBox(false)
      if number % 2 == 0 { flights.announce(generation.number) }
      await withTaskGroup(of: GenerationNumber?.self) { group in
        for _ in 0..<3 {
          group.addTask {
            await flights.fate(of: generation.number, timeout: .seconds(50)) {
              isDurable.withLockedValue { $0 } ? generation : nil
            }?.number
          }
        }
        flights.announce(generation.number)
        if number % 3 == 0 { await Task.yield() }
        isDurable.withLockedValue { $0 = true }
        flights.land(generation)
        for await fate in group { #expect(fate == generation.number) }
      }
    }
    #expect(flights.count == 0)
  }

  @Test("a wait that is over or cancelled leaves nothing behind", .timeLimit(.minutes(15)))
  func ends() async throws {
    let flights = Flights(time: SystemTimeSource())
    let number = try #require(GenerationNumber(1))
    #expect(await flights.fate(of: number, timeout: .milliseconds(5)) { nil } == nil)
    await withTaskGroup(of: Generation?.self) { group in
      group.addTask { await flights.fate(of: number, timeout: .seconds(50)) { nil } }
      group.cancelAll()
      #expect(await group.next() == .some(nil))
    }
    #expect(flights.count == 0)
  }
}
