import NIOConcurrencyHelpers
import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Create calls in flight are bounded")
struct SendPermitsTests {
  @Test("never more at once than permits, and everybody gets a turn")
  func bounded() async {
    let permits = SendPermits(permits: 3, queueSize: 1000, time: SystemTimeSource())
    let inFlight = NIOLockedValueBox((now: 0, most: 0, total: 0))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          guard await permits.acquire(within: .seconds(30)) else { return }
          inFlight.withLockedValue { flight in
            flight.now += 1
            flight.total += 1
            flight.most = max(flight.most, flight.now)
          }
          await Task.yield()
          inFlight.withLockedValue { $0.now -= 1 }
          permits.release()
        }
      }
    }
    #expect(inFlight.withLockedValue { $0.most } <= 3)
    #expect(inFlight.withLockedValue { $0.total } == 200)
  }

  @Test("a full queue refuses at once, a long wait in the end, and neither costs a permit")
  func refusals() async {
    let permits = SendPermits(permits: 1, queueSize: 1, time: SystemTimeSource())
    #expect(await permits.acquire(within: .seconds(30)))
    #expect(await !permits.acquire(within: .milliseconds(10)))
    let full = SendPermits(permits: 1, queueSize: 0, time: SystemTimeSource())
    #expect(await full.acquire(within: .seconds(30)))
    #expect(await !full.acquire(within: .seconds(30)))
    permits.release()
    #expect(await permits.acquire(within: .seconds(30)))
  }
}
