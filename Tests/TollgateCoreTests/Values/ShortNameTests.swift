import Testing
import TollgateCore

@Suite("Short names")
struct ShortNameTests {
  @Test("are 1 to 64 plain characters", arguments: ["a", "A-Z.a_z-09", "-", "..", String(repeating: "x", count: 64)])
  func accepts(_ text: String) {
    #expect(ShortName.isValid(text))
  }

  @Test(
    "stand in a path, unless they are only dots",
    arguments: [("a", true), (".a", true), ("a..", true), (".", false), ("..", false), ("...", false), ("a/b", false)])
  func addressable(_ text: String, _ isAddressable: Bool) {
    #expect(ShortName.isAddressable(text) == isAddressable)
  }

  @Test(
    "are nothing else", arguments: ["", " ", "a b", "a/b", "ä", "a\n", "@", "[", "`", "{", String(repeating: "x", count: 65)])
  func refuses(_ text: String) {
    #expect(!ShortName.isValid(text))
  }
}
