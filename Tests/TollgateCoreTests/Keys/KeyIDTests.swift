import Testing
import TollgateCore

@Suite struct KeyIDTests {
  @Test func keepsItsBytes() throws {
    let bytes = [UInt8](1...16)
    let id = try #require(KeyID(bytes: bytes))
    #expect(id.bytes == bytes)
    #expect(id.hex == "0102030405060708090a0b0c0d0e0f10")
    #expect(KeyID(truncating: bytes + [99]) == id)
    #expect(KeyID(truncating: [1]).bytes == [1] + [UInt8](repeating: 0, count: 15))
    #expect(KeyID(bytes: Array(bytes.dropLast())) == nil)
    #expect(KeyID(bytes: bytes + [0]) == nil)
  }

  @Test func randomOnesDiffer() {
    #expect(Set((0..<1000).map { _ in KeyID.random() }).count == 1000)
  }
}
