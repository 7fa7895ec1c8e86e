import Testing
import TollgateCore
import TollgateTestSupport

@Suite("Two JSON documents differ in places that can be named")
struct JSONDifferenceTests {
  @Test(
    "each difference has one path and both values",
    arguments: [
      ("{}", "{}", []), ("[1,[2,{\"a\":3}]]", "[1,[2,{\"a\":3}]]", []), ("1", "2", ["$: 1 | 2"]),
      ("{\"a\":1}", "[1]", ["$: {\"a\":1} | [1]"]),
      (#"{"args":{"n":1,"prompt":"a"}}"#, #"{"args":{"n":1,"prompt":"b"}}"#, [#"args.prompt: "a" | "b""#]),
      (#"{"a":1,"c":3}"#, #"{"b":2,"c":3}"#, ["a: 1 | -", "b: - | 2"]),
      (#"{"a":null}"#, "{}", ["a: null | -"]), (#"{"a":{"b":{"c":1}}}"#, #"{"a":{}}"#, [#"a.b: {"c":1} | -"#]),
      (#"{"a":[1,2,3]}"#, #"{"a":[1,4]}"#, ["a[1]: 2 | 4", "a[2]: 3 | -"]),
      (#"{"a":[{"url":"x"}]}"#, #"{"a":[{"url":"y"}]}"#, [#"a[0].url: "x" | "y""#]),
      (#"{"a b":1,"":{"é":2}}"#, #"{"a b":2,"":{"é":3}}"#, [#"[""]["é"]: 2 | 3"#, #"["a b"]: 1 | 2"#]),
      (#"{"a":"5"}"#, #"{"a":5}"#, [#"a: "5" | 5"#]),
      // One letter as one scalar and as two are two texts.
      ("{\"a\":\"\u{E9}\"}", "{\"a\":\"e\u{301}\"}", ["a: \"\u{E9}\" | \"e\u{301}\""]),
    ] as [(String, String, [String])])
  func paths(_ first: String, _ second: String, _ expected: [String]) throws {
    let found = JSONDifference.between(try Self.parse(first), and: try Self.parse(second))
    #expect(found.map(Self.line) == expected)
    // The other way round, each has its values exchanged.
    let reverse = JSONDifference.between(try Self.parse(second), and: try Self.parse(first))
    #expect(reverse == found.map { JSONDifference(path: $0.path, first: $0.second, second: $0.first) })
  }

  @Test("no more are looked for than wanted")
  func limit() throws {
    let first = JSONValue.array((0..<5000).map { .integer($0) })
    let second = JSONValue.array((0..<5000).map { .integer($0 + 1) })
    #expect(JSONDifference.between(first, and: second, limit: 7).map(\.path).last == "[6]")
    #expect(JSONDifference.between(first, and: second).count == 1000)
  }

  private static func parse(_ text: String) throws -> JSONValue { try CanonicalJSON.parse(Array(text.utf8)) }

  private static func line(_ difference: JSONDifference) -> String {
    let sides = [difference.first, difference.second].map { $0.map { CanonicalJSON.text($0) } ?? "-" }
    return difference.path + ": " + sides.joined(separator: " | ")
  }
}
