import TollgateCore

extension MicroOperation {
  static let tickets: [MicroOperation] = [
    MicroOperation("ticket-seal") {
      let sealer = TicketSealer(secret: [UInt8](0..<32))
      let key = KeyID(truncating: [UInt8](repeating: 0xA1, count: 16))
      guard let generation = GenerationNumber(4711) else { preconditionFailure("4711 is a generation's number") }
      return { count in
        var sum = 0
        for serial in 0..<count { sum &+= sealer.seal(generation: generation, serial: Int64(serial), key: key).utf8.count }
        return sum
      }
    },
    MicroOperation("ticket-open") {
      let sealer = TicketSealer(secret: [UInt8](0..<32))
      let key = KeyID(truncating: [UInt8](repeating: 0xA1, count: 16))
      guard let generation = GenerationNumber(4711) else { preconditionFailure("4711 is a generation's number") }
      let id = sealer.seal(generation: generation, serial: 17, key: key)
      return { count in
        var sum = 0
        for _ in 0..<count { sum &+= Int(truncatingIfNeeded: sealer.open(id, key: key)?.serial ?? 0) }
        return sum
      }
    },
  ]
}
