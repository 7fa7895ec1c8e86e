import Foundation
import Testing
import TollgateCore

@Suite struct GenerationNumberTests {
  @Test(arguments: [("g1", 1), ("g17", 17), ("g68719476735", 68_719_476_735)] as [(String, Int64)])
  func readsWhatItWrites(_ text: String, value: Int64) throws {
    let number = try #require(GenerationNumber(text))
    #expect(number.value == value)
    #expect(number.description == text)
    #expect(GenerationNumber(value) == number)
    #expect(try JSONDecoder().decode([GenerationNumber].self, from: JSONEncoder().encode([number])) == [number])
  }

  @Test(arguments: [
    "", "g", "17", "G17", "g0", "g017", "g-1", "g+1", "g1 ", " g1", "g1x", "g68719476736", "g99999999999", "g100000000000",
    "g１", "gg1",
  ]) func refuses(_ text: String) {
    #expect(GenerationNumber(text) == nil)
  }

  @Test func hasARange() throws {
    #expect(GenerationNumber(Int64(0)) == nil)
    #expect(GenerationNumber(Int64(-1)) == nil)
    #expect(GenerationNumber(GenerationNumber.maximum + 1) == nil)
    #expect(try #require(GenerationNumber("g2")) < #require(GenerationNumber("g10")))
  }
}
