import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("When jobs are asked about")
struct PollScheduleTests {
  @Test("pauses between questions grow to the configured maximum")
  func pauses() {
    let pace = PollingPace()
    #expect(pace.pause(afterAttempts: 0) == .seconds(1))
    #expect(pace.pause(afterAttempts: 1) == .seconds(1.5))
    #expect(pace.pause(afterAttempts: 2) == .seconds(2.25))
    #expect(pace.pause(afterAttempts: 6) == .seconds(10))
    #expect(pace.pause(afterAttempts: .max) == .seconds(10))
  }

  private func generation(_ number: Int64) throws -> Generation {
    let slot = Slot(content: Content(hashing: [UInt8(number)]), scope: .gateway)
    return Generation(
      number: try #require(GenerationNumber(number)), slot: slot, keepsResult: true, key: .random(), team: nil, model: "m",
      createdAt: Timestamp(millisecondsSince1970: 0), machine: GenerationStateMachine(hold: .zero))
  }

  @Test("the schedule gives out what is due, earliest first, and no more than asked for")
  func schedule() throws {
    var schedule = PollSchedule()
    for number: Int64 in [3, 1, 2, 9] {
      schedule.schedule(try generation(number), attempts: 0, due: .seconds(number), atUptime: .zero)
    }
    #expect(schedule.nextDue == .seconds(1))
    #expect(schedule.takeDue(atUptime: .seconds(3), limit: 2).map(\.generation.number.value) == [1, 2])
    #expect(schedule.takeDue(atUptime: .seconds(3), limit: 2).map(\.generation.number.value) == [3])
    #expect(schedule.takeDue(atUptime: .seconds(3), limit: 2).isEmpty)
    #expect(schedule.nextDue == .seconds(9))
  }

  @Test("a generation has one question scheduled, the last one; its time in a state is kept, and ends with the state")
  func reschedule() throws {
    var schedule = PollSchedule()
    var one = try generation(1)
    schedule.schedule(one, attempts: 0, due: .seconds(1), atUptime: .zero)
    schedule.schedule(one, attempts: 4, due: .seconds(5), atUptime: .seconds(2))
    #expect(schedule.takeDue(atUptime: .seconds(4), limit: 9).isEmpty)
    let watch = try #require(schedule.takeDue(atUptime: .seconds(5), limit: 9).first)
    #expect(watch.attempts == 4)
    #expect(watch.since == .zero)
    _ = try one.apply(.submit, at: Timestamp(millisecondsSince1970: 0))
    schedule.schedule(one, attempts: 5, due: .seconds(6), atUptime: .seconds(6))
    let next = try #require(schedule.takeDue(atUptime: .seconds(6), limit: 9).first)
    #expect(next.attempts == 0)
    #expect(next.since == .seconds(6))
    schedule.schedule(one, attempts: 6, due: .seconds(7), atUptime: .seconds(6))
    schedule.forget(one.number)
    #expect(schedule.takeDue(atUptime: .seconds(9), limit: 9).isEmpty)
  }
}
