import ArgumentParser
import Testing
import TollgateCore

@testable import tollgate

/// Limits on the command line.
@Suite struct LimitArgumentTests {
  @Test func areReadTogether() throws {
    let options = try LimitOptions.parse([
      "--budget", "day=5.00", "--budget", "total=none", "--creates-per-minute", "60", "--max-running", "none",
    ])
    var expected = LimitChange()
    expected.budgets = [.day: .set(Money("5")), .total: .set(nil)]
    expected.createsPerMinute = .set(60)
    expected.maximumRunning = .set(nil)
    #expect(options.change == expected)
    #expect(try LimitOptions.parse([]).change.isEmpty)
  }

  @Test(arguments: [
    ["--budget", "5.00"], ["--budget", "week=5"], ["--budget", "day="], ["--budget", "day=-1"], ["--budget", "day=1,5"],
    ["--budget", "day=5", "--budget", "day=6"], ["--creates-per-minute", "0"], ["--generations-per-minute", "1000000001"],
    ["--max-running", "many"], ["--max-running", "1.5"],
  ])
  func areRefused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try LimitOptions.parse(arguments) }
  }

  @Test func areToldInWords() {
    let limits = KeyLimits(
      budgets: BudgetLimits(month: Money("12.5"), day: Money("5")), rate: RateLimits(generationsPerMinute: 30),
      maximumRunning: 8)
    #expect(KeyTable.words(for: limits) == ["$5 a day", "$12.5 a month", "30 purchases a minute", "8 running"])
    #expect(KeyTable.words(for: KeyLimits()).isEmpty)
  }
}
