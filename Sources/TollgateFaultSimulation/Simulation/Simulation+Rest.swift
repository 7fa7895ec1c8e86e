import NIOConcurrencyHelpers
import TollgateCore
import TollgateEngine
import TollgateTestSupport

extension Simulation {
  private static let patience = 4000
  private static let refundPeriod: Duration = .seconds(7 * 86_400)

  /// Lets everything end without faults, and compares the gateway's books with the upstream's.
  func comeToRest() {
    note("from here on nothing fails")
    var quietHours = 0
    for _ in 0..<Self.patience {
      guard violations.isEmpty else { return }
      checkAnswers()
      if executor.readyCount > 0 {
        runJob()
        continue
      }
      guard let life, !life.hasFailedToStart, !life.store.hasFailed else {
        if life == nil { start() } else { crash() }
        continue
      }
      if life.hasStopped {
        end(life)
        continue
      }
      if letOneThingEnd(life) { continue }
      if life.engine?.drain.isDraining == true {
        // Whoever is still connected hears something, at the latest when time is over.
        if !life.isConnected, !life.isStopping {
          stop(life)
        } else {
          advance(by: time.nextDeadline.map { max(.milliseconds(1), $0 - time.uptime()) } ?? .seconds(60))
        }
        continue
      }
      if isAtRest(life) {
        // Refunds that came late are asked for within the hour.
        guard quietHours < 2 + 2 * SimulatedCreate.keyNames.count else { return compareBooks() }
        if quietHours >= 2, quietHours.isMultiple(of: 2) {
          probe(life, key: quietHours / 2 - 1)
        } else {
          advance(by: .seconds(3600))
        }
        quietHours += 1
      } else {
        advance(by: time.nextDeadline.map { max(.milliseconds(1), $0 - time.uptime()) } ?? .seconds(60))
      }
    }
    let open = disk.state.purchases.map(\.generation).filter {
      [.held, .submitting, .running].contains($0.state) || $0.files == .copying
    }
    violate("A2: it does not come to rest: \(open.map { "\($0.number) is \($0.state)" }.joined(separator: ", "))")
  }

  /// - Returns: whether something was under way.
  private func letOneThingEnd(_ life: GatewayLife) -> Bool {
    if life.store.waitingCount > 0 {
      commit(life.store, .durable)
      return true
    }
    let (creates, queries) = referee.state.withLockedValue { ($0.creates, $0.queries) }
    if let (call, create) = creates.min(by: { $0.key < $1.key }) {
      let outcome =
        create.outcome
        ?? {
          let job = accept(create.content)
          return .accepted(upstreamID: job.id, charge: .stated(job.charge))
        }()
      referee.answer(call, outcome)
      return true
    }
    if let call = referee.state.withLockedValue({ $0.downloads.keys.min() }) {
      referee.answer(call, FileOutcome.complete)
      return true
    }
    if let (call, query) = queries.min(by: { $0.key < $1.key }) {
      proceed(with: query.upstreamID, mayFail: false)
      referee.answer(call, record(of: query.upstreamID))
      return true
    }
    return false
  }

  private func isAtRest(_ life: GatewayLife) -> Bool {
    life.engine != nil && life.clientCount == 0
      && !disk.state.purchases.contains { [.held, .submitting, .running].contains($0.generation.state) }
      && !disk.state.purchases.contains { $0.generation.files == .copying }
  }

  /// A gateway at rest must sell to a key, within its budgets: nothing may have leaked.
  private func probe(_ life: GatewayLife, key: Int) {
    do { try life.send(.probe(by: key)) } catch { violate("a create cannot be read: \(error)") }
  }

  /// In quiescence: only unknowns hold money (I10), and everything else is as the upstream says (I9).
  private func compareBooks() {
    note("everything has come to rest")
    checkBooksAnew()
    let jobs = referee.state.withLockedValue(\.jobs)
    let byID = Dictionary(jobs.map { ($0.id, $0) }) { first, _ in first }
    for purchase in disk.state.purchases {
      let generation = purchase.generation
      guard let id = generation.upstreamID, generation.state == .succeeded || generation.state == .failed else { continue }
      guard let job = byID[id] else {
        violate("I9: \(generation.number) names \(id), which the upstream does not know")
        continue
      }
      if generation.machine.captured != job.charge {
        violate("I9: \(generation.number) captured \(generation.machine.captured ?? .zero), and \(id) cost \(job.charge)")
      }
      // A failure is asked about for a week; a refund that comes later, or is found by nobody until then, is for a person.
      let isAskedAbout = generation.finishedAt.map { time.now().since($0) < Self.refundPeriod } ?? true
      let (booked, given) = (generation.machine.refunded, min(job.refunded, job.charge))
      if booked > given || (isAskedAbout && booked < given) {
        violate("I9: \(generation.number) got back \(generation.machine.refunded), and \(id) gave \(job.refunded)")
      }
    }
    var held: Int64 = 0
    for purchase in disk.state.purchases where purchase.generation.state == .unknown {
      held += purchase.generation.machine.hold.nanodollars
    }
    let kept = disk.state.balances[.init(scope: .gateway, window: .total)]?.held ?? 0
    if kept != held { violate("I10: \(kept) nano-dollars are held, and unknown purchases hold \(held)") }
  }
}
