import Testing
import TollgateCore

@Suite("Which models a pattern names")
struct ModelPatternTests {
  @Test(
    "ids match exactly, globs by their beginning, and both by bytes",
    arguments: [
      ("google/nano-banana/edit", "google/nano-banana/edit", true),
      ("google/nano-banana/edit", "google/nano-banana/edit2", false),
      ("google/*", "google/veo-3/text-to-video", true), ("google/*", "googleplex/a/b", false), ("*", "anything", true),
      ("*", "", true), ("a/\u{E9}", "a/\u{E9}", true), ("a/\u{E9}", "a/e\u{301}", false), ("a/\u{E9}*", "a/e\u{301}b", false),
      ("a/e*", "a/e\u{301}b", true),
    ])
  func matching(pattern: String, model: String, isMatch: Bool) throws {
    #expect(try #require(ModelPattern(pattern)).matches(model) == isMatch)
  }

  @Test("a star anywhere but at the end is no pattern", arguments: ["", "*/edit", "google/*/edit", "**"])
  func refused(pattern: String) { #expect(ModelPattern(pattern) == nil) }
}
