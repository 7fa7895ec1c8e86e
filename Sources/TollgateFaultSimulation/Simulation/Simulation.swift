import Foundation
import TollgateCore
import TollgateEngine
import TollgateTestSupport

/// One gateway under faults and crashes: everything that can happen is chosen by a seed, one thing after the other, and the
/// books are checked after each.
package final class Simulation {
  static let price = Money(nanodollars: 40_000_000)

  package let seed: UInt64
  var random: SeededGenerator
  let executor = SeededExecutor()
  let time: SimulatedTime
  let disk = SimulatedDisk()
  /// Files outlive a crash, like the disk.
  let blobs = InMemoryBlobs()
  let referee = Referee()
  var policy = GatewayPolicy()
  var declaration = Declaration()
  var life: GatewayLife?
  var audit = BookAudit()
  private(set) var zone = SimulatedZone.greenwich
  /// Creates that were let in, in this run of the gateway.
  var admitted = RateBook()
  /// Lines of the ledger whose windows were checked, and the latest window of them.
  var checkedLines = 0
  var latestWindow: LedgerWindow?
  /// The uptime of each hold, and how often it was found waiting too long.
  var heldSince: [GenerationNumber: Duration] = [:]
  var overdue: [GenerationNumber: Int] = [:]
  var lastJob = 0
  /// Generations whose payer was answered.
  var paid: Set<GenerationNumber> = []
  /// What was bought last under an Idempotency-Key, and what each job of one cost.
  var idempotent: [SimulatedCreate: IdempotentPurchase] = [:]
  var amounts: [String: Money] = [:]
  /// The latest time that the clock has shown.
  var latest = Timestamp(millisecondsSince1970: 0)
  /// Resends that a client or a person asked for.
  var askedResends = 0
  var outageWatch = OutageWatch()
  /// What broke, with the invariant's letter and number in docs/invariants.md first.
  package private(set) var violations: [String] = []
  /// Everything that happened, where it is wanted.
  package private(set) var trace: [String]?

  /// A simulation that has not begun.
  ///
  /// - Parameters:
  ///   - seed: what chooses.
  ///   - isTraced: whether ``trace`` is kept, which takes time.
  package init(seed: UInt64, isTraced: Bool = false) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    let start = SimulatedZone.starts[random.below(SimulatedZone.starts.count)]
    time = SimulatedTime(start: start, seed: seed &+ 1)
    trace = isTraced ? [] : nil
    choosePolicy()
  }

  /// Lets so many things happen, then lets everything come to rest without faults.
  package func run(events: Int) {
    var count = 0
    while count < events, violations.isEmpty {
      if executor.readyCount > 0, random.chance(85, in: 100) {
        runJob()
      } else {
        happen()
        count += 1
      }
      checkAnswers()
    }
    if violations.isEmpty { comeToRest() }
    crash()
  }

  /// Runs one of the jobs that are ready.
  func runJob() {
    executor.run(random.below(executor.readyCount))
    if executor.readyCount == 0 { life?.judge.noteQuiet() }
    checkSending()
  }

  func note(_ what: @autoclosure () -> String) {
    if trace != nil { trace?.append(what()) }
  }

  func violate(_ what: String) {
    violations.append(what)
    note("VIOLATION " + what)
  }

  private func choosePolicy() {
    policy.maximumSending = 1 + random.below(4)
    policy.queueSize = [1, 3, 100][random.below(3)]
    policy.maximumRunning = random.chance(1, in: 4) ? 1 + random.below(4) : nil
    policy.onUnknown = random.chance(1, in: 5) ? .resend : .refuse
    policy.timeToLive = random.chance(1, in: 4) ? .seconds(600) : nil
    policy.polling.giveUp = .seconds(120)
    policy.queueDeadline = .seconds([2, 20, 60][random.below(3)])
    policy.answerTimeout = .seconds([3, 25][random.below(2)])
    policy.rate = rates()
    let zone = SimulatedZone.allCases[random.below(SimulatedZone.allCases.count)]
    if let timeZone = zone.timeZone { (self.zone, policy.timeZone) = (zone, timeZone) }
    // By the seed, and not by chance: what other seeds do stays as it was.
    policy.keepsFiles = !seed.isMultiple(of: 3)
    policy.maximumStored = 150
    policy.breaker.failures = [1, 2, 3, nil][Int(seed % 4)]
    declaration.keys = SimulatedCreate.storedKeys.map { stored in
      let key = stored.key
      let limited = Key(
        id: key.id, name: key.name, team: key.team, origin: .declared,
        limits: KeyLimits(
          budgets: budgets(), rate: rates(), maximumRunning: random.chance(1, in: 4) ? 1 + random.below(3) : nil),
        createdAt: key.createdAt)
      return StoredKey(key: limited, digest: stored.digest)
    }
    declaration.teams = ["design": budgets()]
    declaration.budgets = budgets()
  }

  /// Limits that a minute is a multiple of, so that both sides reckon exactly.
  private func rates() -> RateLimits {
    RateLimits(
      createsPerMinute: random.chance(1, in: 4) ? [3, 6, 12][random.below(3)] : nil,
      generationsPerMinute: random.chance(1, in: 4) ? [1, 2, 5, 10][random.below(4)] : nil)
  }

  /// Small limits, so that they are met.
  func budgets() -> BudgetLimits {
    var limits = BudgetLimits()
    for period in BudgetPeriod.allCases where random.chance(1, in: 3) {
      limits[period] = Money(nanodollars: Self.price.nanodollars * Int64(random.below(12)) + Int64(random.below(2)))
    }
    return limits
  }
}
