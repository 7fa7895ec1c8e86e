import Testing

@testable import TollgateServer

@Suite("Wrong tokens")
struct WrongAttemptsTests {
  @Test("wait, so many at a time; one more is told at once")
  func bound() async {
    let attempts = WrongAttempts(delay: .milliseconds(300), capacity: 3)
    let start = ContinuousClock.now
    await withTaskGroup(of: Bool.self) { group in
      for _ in 1...10 { group.addTask { await attempts.wait() } }
      var waited: [Bool] = []
      for await result in group { waited.append(result) }
      #expect(waited.count { $0 } >= 3 && waited.count { !$0 } >= 1)
    }
    #expect(start.duration(to: .now) >= .milliseconds(300))
    #expect(await attempts.wait(), "there is room again")
  }
}
