import Testing
import TollgateCore

@Suite("Short names")
struct ShortNameTests {
  @Test("are 1 to 64 plain characters", arguments: ["a", "A-Z.a_z-09", "-", "..", String(repeating: "x", count: 64)])
  func accepts(_ text: String) {
    #expect(ShortName.isValid(text))
  }

  @Test(
    "are nothing else", arguments: ["", " ", "a b", "a/b", "ä", "a\n", "@", "[", "`", "{", String(repeating: "x", count: 65)])
  func refuses(_ text: String) {
    #expect(!ShortName.isValid(text))
  }
}
