import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("The loop that asks about jobs is woken when there is something to do, and only then")
struct PollQueueTests {
  private func generation(_ number: Int64) throws -> Generation {
    let slot = Slot(content: Content(hashing: [UInt8(number)]), scope: .gateway)
    return Generation(
      number: try #require(GenerationNumber(number)), slot: slot, keepsResult: true, key: .random(), team: nil, model: "m",
      createdAt: Timestamp(millisecondsSince1970: 0), machine: GenerationStateMachine(hold: .zero))
  }

  /// Whether the loop has to be woken.
  private func schedule(_ number: Int64, _ due: Duration, _ now: Duration, _ queue: inout PollQueue) throws -> Bool {
    queue.schedule(try generation(number), attempts: 0, due: due, atUptime: now)
  }

  @Test("a loop that waits for a moment is woken for an earlier one, once, and for no later one")
  func moments() throws {
    var queue = PollQueue(concurrency: 9)
    #expect(queue.takeDue(atUptime: .zero).nextDue == nil)
    var wakes = [try schedule(1, .seconds(5), .zero, &queue), try schedule(2, .seconds(4), .zero, &queue)]
    #expect(wakes == [true, false])
    #expect(queue.takeDue(atUptime: .zero).nextDue == .seconds(4))
    wakes = [try schedule(3, .seconds(4), .zero, &queue), try schedule(4, .seconds(3), .zero, &queue)]
    #expect(wakes == [false, true])
    #expect(queue.takeDue(atUptime: .seconds(4)).due.map(\.generation.number.value) == [4, 2, 3])
    // It is about to look again.
    wakes = [try schedule(5, .seconds(4), .seconds(4), &queue)]
    #expect(wakes == [false])
  }

  @Test("a loop that waits for room is woken by the end of a question, and not by what is scheduled")
  func room() throws {
    var queue = PollQueue(concurrency: 2)
    for number: Int64 in 1...4 { _ = try schedule(number, .zero, .zero, &queue) }
    #expect(queue.takeDue(atUptime: .zero).due.count == 2)
    let (due, nextDue) = queue.takeDue(atUptime: .zero)
    #expect(due.isEmpty)
    #expect(nextDue == nil)
    var wakes = [try schedule(5, .zero, .zero, &queue), queue.endQuestion(), queue.endQuestion()]
    #expect(wakes == [false, true, false])
    #expect(queue.takeDue(atUptime: .zero).due.count == 2)
    // Nobody waits for it.
    wakes = [queue.endQuestion()]
    #expect(wakes == [false])
  }

  @Test(
    "a question waits for others that are due at nearly the same time, for a twentieth of its pause at most",
    arguments: [
      (Duration.seconds(10), Duration.milliseconds(50)), (.seconds(1), .milliseconds(50)),
      (.milliseconds(100), .milliseconds(5)), (.zero, .zero),
    ])
  func ticks(pause: Duration, tick: Duration) {
    for step in 0..<100 {
      let now = Duration.microseconds(step * 777)
      let late = PollingPace.due(after: pause, atUptime: now) - (now + pause)
      #expect(late >= .microseconds(-1))
      #expect(late <= tick)
    }
    let moments = (1...49).map { PollingPace.due(after: .seconds(10), atUptime: .milliseconds($0)) }
    #expect(Set(moments).count == 1)
  }
}
