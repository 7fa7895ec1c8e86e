import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Schedules, brakes and gates")
struct PaceTests {
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

  @Test("after sixty unknown ids in a minute a key's answers come one a second; other keys do not wait")
  func brake() {
    let brake = UnknownJobBrake()
    let key = KeyID.random()
    for _ in 0..<60 { #expect(brake.delay(for: key, atUptime: .zero) == .zero) }
    #expect(brake.delay(for: key, atUptime: .zero) == .seconds(1))
    #expect(brake.delay(for: key, atUptime: .zero) == .seconds(2))
    for _ in 0..<100 { #expect(brake.delay(for: key, atUptime: .zero) <= .seconds(10)) }
    #expect(brake.delay(for: .random(), atUptime: .zero) == .zero)
    #expect(brake.delay(for: key, atUptime: .seconds(3600)) == .zero)
  }

  @Test("a refused key stops purchases for a while, an accepted one opens the gate")
  func gate() {
    let gate = CredentialGate()
    #expect(gate.mayPurchase(atUptime: .zero))
    gate.noteRefusal(atUptime: .zero)
    #expect(!gate.mayPurchase(atUptime: .seconds(29)))
    #expect(gate.mayPurchase(atUptime: .seconds(30)))
    gate.noteRefusal(atUptime: .seconds(30))
    #expect(!gate.mayPurchase(atUptime: .seconds(31)))
    gate.noteAcceptance()
    #expect(gate.mayPurchase(atUptime: .seconds(31)))
  }

  @Test(
    "a moment's window follows the time zone, daylight saving included",
    arguments: [
      ("UTC", 1_774_738_799_999, 20_260_328), ("UTC", 1_774_742_400_000, 20_260_329),
      // 2026-03-29 in Berlin begins at 23:00 UTC and, losing an hour, ends at 22:00 UTC.
      ("Europe/Berlin", 1_774_738_799_999, 20_260_328), ("Europe/Berlin", 1_774_738_800_000, 20_260_329),
      ("Europe/Berlin", 1_774_821_599_999, 20_260_329), ("Europe/Berlin", 1_774_821_600_000, 20_260_330),
    ] as [(String, Int64, Int32)])
  func windows(zone: String, milliseconds: Int64, day: Int32) throws {
    let calendar = try #require(LedgerCalendar(timeZoneIdentifier: zone))
    let window = calendar.window(of: Timestamp(millisecondsSince1970: milliseconds))
    #expect(window == LedgerWindow(day: day, month: day / 100))
  }

  @Test("an unknown time zone is none")
  func unknownZone() { #expect(LedgerCalendar(timeZoneIdentifier: "Mars/Olympus") == nil) }

  @Test("a created key's secret has 160 random bits and a checksum, and none comes twice")
  func secrets() {
    let secrets = (0..<1000).map { _ in KeySecret.random() }
    #expect(Set(secrets).count == 1000)
    #expect(secrets.allSatisfy { $0.hasPrefix("tg_") && $0.count == 51 })
  }

  @Test("a signal that comes while nobody waits is kept for the next wait, and no longer", .timeLimit(.minutes(1)))
  func signal() async {
    let time = ManualTime()
    let signal = WakeSignal(time: time)
    signal.raise()
    await signal.wait(untilUptime: nil)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await signal.wait(untilUptime: .seconds(10)) }
      for _ in 0..<100 { await Task.yield() }
      time.advance(by: .seconds(10))
    }
  }
}
