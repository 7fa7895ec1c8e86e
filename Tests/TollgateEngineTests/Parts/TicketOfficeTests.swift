import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Job ids come from durable blocks of serials")
struct TicketOfficeTests {
  private let key = KeyID.random()

  private func office(block: Range<Int64>) -> TicketOffice {
    TicketOffice(
      secrets: TicketSecrets(current: Array(repeating: 7, count: 32)), block: block, lastGeneration: GenerationNumber(5))
  }

  @Test("serials run through the block, then through the next, then end")
  func blocks() {
    let office = office(block: 1..<3)
    #expect(office.claimRefill(), "a block that is nearly used wants a refill")
    #expect(!office.claimRefill(), "one refill at a time")
    office.refill(nil)
    #expect(office.claimRefill(), "a failed refill is tried again")
    office.refill(10..<12)
    #expect(!office.claimRefill())
    #expect((0..<5).map { _ in office.takeSerial() } == [1, 2, 10, 11, nil])
  }

  @Test("an id opens for its key, and not beyond what was issued")
  func bounds() throws {
    let office = office(block: 1..<100)
    let known = try #require(GenerationNumber(5))
    let later = try #require(GenerationNumber(6))
    let forged = TicketSealer(secret: Array(repeating: 7, count: 32))
    #expect(office.open(forged.seal(generation: known, serial: 99, key: key), key: key)?.generation == known)
    #expect(office.open(forged.seal(generation: known, serial: 100, key: key), key: key) == nil)
    #expect(office.open(forged.seal(generation: later, serial: 99, key: key), key: key) == nil)
    #expect(office.open(forged.seal(generation: known, serial: 99, key: key), key: .random()) == nil)
    let id = office.jobID(generation: later, serial: 50, key: key)
    #expect(office.open(id, key: key) == JobTicket(generation: later, serial: 50))
  }
}
