import Testing
import TollgateCore

@Suite("Cache scopes")
struct ScopeTests {
  private static let key = "key:000102030405060708090a0b0c0d0e0f"

  @Test("are read as they are written", arguments: ["gateway", "team:design", "team:", "team:key:x", key])
  func roundTrip(_ text: String) {
    #expect(Scope(text)?.description == text)
  }

  @Test(
    "are not read from other texts",
    arguments: ["", "Gateway", "gateway ", "key:", "key:00", key + "0", key.uppercased(), key.replacing("0f", with: "+f")])
  func refuses(_ text: String) {
    #expect(Scope(text) == nil)
  }
}
