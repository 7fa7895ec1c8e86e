import NIOConcurrencyHelpers
import Testing
import TollgateTestSupport

@testable import TollgateEngine

@Suite("A signal that wakes one task")
struct WakeSignalTests {
  @Test("a signal that comes while nobody waits is kept for the next wait, and no longer", .timeLimit(.minutes(15)))
  func signal() async throws {
    let time = ManualTime()
    let signal = WakeSignal(time: time)
    signal.raise()
    await signal.wait(untilUptime: nil)
    let isOver = NIOLockedValueBox(false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await signal.wait(untilUptime: .seconds(10))
        isOver.withLockedValue { $0 = true }
      }
      try await eventually("the second wait", holds: { time.sleepers(until: .seconds(10)) == 1 })
      // A kept signal would end it here.
      for _ in 0..<1000 { await Task.yield() }
      #expect(time.sleepers(until: .seconds(10)) == 1)
      #expect(!isOver.withLockedValue { $0 })
      time.advance(by: .seconds(10))
      try await group.waitForAll()
    }
    #expect(isOver.withLockedValue { $0 })
  }
}
