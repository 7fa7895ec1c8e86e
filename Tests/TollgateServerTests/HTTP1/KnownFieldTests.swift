import Foundation
import Testing

@testable import TollgateServer

@Suite("Names of fields that are recognised without a text")
struct KnownFieldTests {
  private static func recognised(_ name: String) -> KnownField? {
    let bytes = Array(name.utf8)
    return KnownField(bytes.span, bytes.indices)
  }

  @Test(arguments: KnownField.allCases) func everyNameInEverySpelling(field: KnownField) throws {
    let name = "\(field.name)"
    for spelling in [name, name.uppercased(), name.capitalized] { #expect(Self.recognised(spelling) == field) }
    // One letter more, less, or other is another field.
    #expect(Self.recognised(name + "s") != field && Self.recognised(String(name.dropLast())) != field)
    for index in name.indices {
      let other = name.replacingCharacters(in: index...index, with: "x")
      #expect((Self.recognised(other) == field) == (other == name), "\(other)")
    }
  }
}
