import Testing
import TollgateCore

@Suite("Job ids across restores of backups")
struct TicketEpochsTests {
  private static func number(_ value: Int64) throws -> GenerationNumber { try #require(GenerationNumber(value)) }

  private static func secret(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

  /// A ticket, and the secret of the epoch in which it was issued. There were two restores: the first of a backup with g10 and serial
  /// 50, the second with g30 and serial 300.
  @Test(
    arguments: [
      (1, 0, 1), (10, 0, 1), (10, 1, 1), (3, 50, 1), (11, 0, 2), (30, 0, 2), (10, 51, 2), (30, 300, 2), (31, 0, 3), (1, 301, 3),
      (100, 1000, 3),
    ] as [(Int64, Int64, UInt8)])
  func everyEpochHasItsOwn(_ generation: Int64, _ serial: Int64, _ epoch: UInt8) throws {
    let epochs = TicketEpochs(
      TicketSecrets(
        current: Self.secret(3),
        former: [
          .init(secret: Self.secret(1), end: TicketBounds(lastGeneration: try Self.number(10), lastSerial: 50)),
          .init(secret: Self.secret(2), end: TicketBounds(lastGeneration: try Self.number(30), lastSerial: 300)),
        ]))
    let bounds = TicketBounds(lastGeneration: try Self.number(100), lastSerial: 1000)
    let key = KeyID.random()
    let ticket = JobTicket(generation: try Self.number(generation), serial: serial)
    let id = TicketSealer(secret: Self.secret(epoch)).seal(generation: ticket.generation, serial: serial, key: key)
    #expect(epochs.seal(generation: ticket.generation, serial: serial, key: key) == id)
    #expect(epochs.open(id, key: key, bounds: bounds) == ticket)
    #expect(epochs.open(id, key: .random(), bounds: bounds) == nil)
    for other in 1...3 as ClosedRange<UInt8> where other != epoch {
      let foreign = TicketSealer(secret: Self.secret(other)).seal(generation: ticket.generation, serial: serial, key: key)
      #expect(epochs.open(foreign, key: key, bounds: bounds) == nil, "what another gateway has issued since is not known")
    }
  }
}
