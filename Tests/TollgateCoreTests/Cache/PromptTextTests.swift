import Testing
import TollgateCore

@Suite("What a request is found by")
struct PromptTextTests {
  @Test("the prompt comes first, then every other text but links and encoded media")
  func texts() {
    let args: JSONObject = [
      "aspect_ratio": "16:9", "image": "https://example.org/fox.png", "images": ["data:image/png;base64,AAAA", "a note"],
      "lyrics": ["verse": "la la"], "mask": .text(String(repeating: "QUJD", count: 60)), "n": 4, "prompt": "a red fox",
      "upside_down": true,
    ]
    #expect(PromptText.of(args) == "a red fox\n16:9\na note\nla la")
    #expect(PromptText.of(JSONObject()) == "")
    // Short texts without a space are words.
    #expect(PromptText.of(["style": "watercolour", "prompt": ""]) == "watercolour")
  }

  @Test("long texts are cut between characters")
  func long() {
    let text = PromptText.of([
      "a": .text(String(repeating: "é ", count: 9000)), "prompt": .text(String(repeating: "ö ", count: 9000)),
    ])
    #expect(text.utf8.count <= 16 << 10 && text.utf8.count > 16_000)
    #expect(text.hasPrefix("ö ") && text.hasSuffix("é ") && !text.contains("\u{FFFD}"))
  }

  @Test("a search has words, or is none")
  func words() {
    #expect(SearchWords("  red\tFox ")?.words == ["red", "Fox"])
    #expect(SearchWords("don't AND \"x * ")?.words == ["don't", "AND", "\"x"])
    #expect(SearchWords("") == nil)
    #expect(SearchWords(" -- * \" ()") == nil)
    #expect(SearchWords("狐 7")?.words == ["狐", "7"])
    #expect(SearchWords(String(repeating: "a ", count: 99))?.words.count == 32)
  }

  @Test("similar requests are looked for by the longest words, each once")
  func keyWords() {
    #expect(SearchWords(keyWordsOf: "A Fox, a fox; in the snow!")?.words == ["snow", "fox", "the"])
    #expect(SearchWords(keyWordsOf: "4 x 4") == nil)
  }
}
