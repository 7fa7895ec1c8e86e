import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite struct JobTicketTests {
  private static let secret = [UInt8](0..<32)
  private static let sealer = TicketSealer(secret: secret)
  private static let alice = KeyID(truncating: [UInt8](repeating: 0xA1, count: 16))
  private static let bob = KeyID(truncating: [UInt8](repeating: 0xB0, count: 16))

  private static func generation(_ value: Int64) throws -> GenerationNumber { try #require(GenerationNumber(value)) }

  @Test(
    arguments: [
      (1, 0), (1, JobTicket.maximumSerial), (GenerationNumber.maximum, 0), (GenerationNumber.maximum, JobTicket.maximumSerial),
      (17, 1 << 28), (17, 1 << 28 - 1), (1 << 35, 1 << 39), (0xABC_DEF_012, 0x12_3456_789A),
    ] as [(Int64, Int64)]) func opensToWhatWasSealed(_ generation: Int64, serial: Int64) throws
  {
    let ticket = JobTicket(generation: try Self.generation(generation), serial: serial)
    let id = Self.sealer.seal(generation: ticket.generation, serial: serial, key: Self.alice)
    #expect(id.utf8.count == 24)
    #expect(id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    #expect(Self.sealer.open(id, key: Self.alice) == ticket)
    let digits = Self.sealer.digits(generation: ticket.generation, serial: serial, key: Self.alice)
    #expect(digits.indices.map { digits[$0] } == Array(id.utf8))
    #expect(Self.sealer.open(id, key: Self.bob) == nil)
    #expect(TicketSealer(secret: Self.secret.reversed()).open(id, key: Self.alice) == nil)
    // Every byte of the key's id counts.
    for index in 0..<16 {
      var bytes = Self.alice.bytes
      bytes[index] ^= 1
      #expect(Self.sealer.open(id, key: KeyID(truncating: bytes)) == nil)
    }
  }

  /// Ids that clients hold must open after an upgrade: this one is fixed for ever. It was computed by another program from
  /// the description of ``TicketSealer``.
  @Test func theFormatDoesNotChange() throws {
    #expect(Self.sealer.seal(generation: try Self.generation(17), serial: 4711, key: Self.alice) == "178fa29574b17ca9f886710c")
  }

  @Test func aMillionIDsAreUnique() throws {
    var seen = Set<UInt64>(minimumCapacity: 1_100_000)
    var collisions = 0
    let generation = try Self.generation(5)
    for serial in 0..<Int64(1_000_000) {
      let (left, right) = Self.sealer.sealed(generation, serial, Self.alice)
      // 96 bits folded into 64: ids that differ there differ.
      if !seen.insert(left << 16 ^ right).inserted { collisions += 1 }
    }
    #expect(collisions == 0)
  }

  @Test func noIDOpensUnderAnotherKey() throws {
    let bounds = TicketBounds(lastGeneration: try Self.generation(100_000), lastSerial: 1 << 20)
    for serial in Int64(0)..<100_000 {
      let id = Self.sealer.seal(generation: try #require(GenerationNumber(serial + 1)), serial: serial, key: Self.alice)
      if Self.sealer.open(id, key: Self.bob, bounds: bounds) != nil { Issue.record("\(id) opens for another key") }
    }
  }

  /// Every digit of the id, changed to every other digit, in a store as it is after a million creates.
  @Test func aFlippedDigitNeverOpens() throws {
    let bounds = TicketBounds(lastGeneration: try Self.generation(1_000_000), lastSerial: 1 << 20)
    var random = SeededGenerator(seed: 3)
    let digits = Array("0123456789abcdef".utf8)
    for _ in 0..<300 {
      let ticket = JobTicket(
        generation: try Self.generation(1 + Int64(random.below(1_000_000))), serial: Int64(random.below(1 << 20)))
      let id = Array(Self.sealer.seal(generation: ticket.generation, serial: ticket.serial, key: Self.alice).utf8)
      #expect(Self.sealer.open(String(decoding: id, as: UTF8.self), key: Self.alice, bounds: bounds) == ticket)
      for place in id.indices {
        for digit in digits where digit != id[place] {
          var flipped = id
          flipped[place] = digit
          let text = String(decoding: flipped, as: UTF8.self)
          if Self.sealer.open(text, key: Self.alice, bounds: bounds) != nil { Issue.record("\(text) opens") }
        }
      }
    }
  }

  /// The tag alone, without bounds, lets about one forged id in a million through: of 300,000 fewer than a handful.
  @Test func theTagRefusesRandomIDs() {
    var random = SeededGenerator(seed: 4)
    var opened = 0
    for _ in 0..<300_000 {
      var text: [UInt8] = []
      HexDigits.append(random.next(), count: 12, to: &text)
      HexDigits.append(random.next(), count: 12, to: &text)
      if Self.sealer.open(String(decoding: text, as: UTF8.self), key: Self.alice) != nil { opened += 1 }
    }
    #expect(opened < 6)
  }

  @Test func refusesWhatWasNeverIssued() throws {
    let id = Self.sealer.seal(generation: try Self.generation(10), serial: 20, key: Self.alice)
    func opens(_ generation: Int64, _ serial: Int64) throws -> Bool {
      let bounds = TicketBounds(lastGeneration: try Self.generation(generation), lastSerial: serial)
      return Self.sealer.open(id, key: Self.alice, bounds: bounds) != nil
    }
    #expect(try opens(10, 20))
    #expect(try !opens(9, 20))
    #expect(try !opens(10, 19))
  }

  @Test(arguments: ["", "undefined", "None", "0", "zz", "g17", "../../../../etc/passwd", "０"]) func refusesOtherTexts(
    _ text: String
  ) {
    #expect(Self.sealer.open(text, key: Self.alice) == nil)
  }

  @Test func readsNoOtherSpellingOfAnID() throws {
    let id = Self.sealer.seal(generation: try Self.generation(10), serial: 20, key: Self.alice)
    #expect(id.contains { $0.isLetter })
    for text in [id.uppercased(), id + "0", "0" + id, String(id.dropLast()), " " + id, id + "\n", "0x" + id.dropFirst(2)] {
      #expect(Self.sealer.open(text, key: Self.alice) == nil)
    }
  }

  /// One more create changes about half of the id: neighbours tell nothing about how much is bought.
  @Test func neighboursLookUnrelated() throws {
    var changedBits = 0
    for serial in Int64(0)..<1000 {
      let one = Self.sealer.sealed(try Self.generation(1), serial, Self.alice)
      let next = Self.sealer.sealed(try Self.generation(1), serial + 1, Self.alice)
      changedBits += (one.left ^ next.left).nonzeroBitCount + (one.right ^ next.right).nonzeroBitCount
    }
    #expect((46_000...50_000).contains(changedBits))
  }

  /// Vectors of the reference implementation: 8 and 32 bytes 00 01 …, under the key 00 01 … 0f.
  @Test func sipHashIsSipHash() {
    let hash = SipHash(key: 0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
    #expect(hash.hash(0x0706_0504_0302_0100) == 0x93f5_f579_9a93_2462)
    let words: [UInt64] = [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908, 0x1716_1514_1312_1110, 0x1f1e_1d1c_1b1a_1918]
    #expect(hash.hash(words[0], words[1], words[2], words[3]) == 0x7127_512f_72f2_7cce)
  }
}
