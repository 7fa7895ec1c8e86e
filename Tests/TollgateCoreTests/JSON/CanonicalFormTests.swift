import Testing
import TollgateCore

@Suite struct CanonicalFormTests {
  @Test(arguments: places) func namesThePlace(_ text: String, description: String) {
    #expect(syntaxError(Array(text.utf8))?.description == description)
  }

  static let places: [(text: String, description: String)] = [
    ("{\n \"prompt\": 1,\n  \"é\": 2, \"prompt\": 3}", #"line 3, column 11: duplicate member "prompt""#),
    (#"{"b":1,"a":1,"c":1,"c":1,"a":1}"#, #"line 1, column 20: duplicate member "c""#),
    (#"{"a":1,"\u0061":1}"#, #"line 1, column 8: duplicate member "a""#),
    ("", "line 1, column 1: the document is empty"),
    ("[1,]", "line 1, column 4: expected a value, found ']'"),
    ("[1 2]", "line 1, column 4: expected ',' or ']', found '2'"),
    ("{\"a\":1,\n}", "line 2, column 1: expected a member name in double quotes, found '}'"),
    ("{'a':1}", "line 1, column 2: expected a member name in double quotes, found a single quote"),
    (#"{"a" 1}"#, "line 1, column 6: expected ':', found '1'"),
    (#"{"a":1"#, "line 1, column 7: expected ',' or '}', found the end of the document"),
    ("{} x", "line 1, column 4: 'x' after the end of the document"),
    ("\u{feff}{}", "line 1, column 1: a byte order mark is not allowed; send plain UTF-8"),
    ("\"é\n\"", "line 1, column 3: a control character in a string must be escaped"),
    ("[\"abc", "line 1, column 2: this string is not closed"),
    (#"["é\ud800"]"#, "line 1, column 4: a lone surrogate"),
    (#"["\q"]"#, "line 1, column 3: an unknown escape in a string"),
    (#"["\u12"]"#, "line 1, column 3: \\u needs four hexadecimal digits"),
    ("[01]", "line 1, column 2: a number must not begin with 0"),
    ("[1e401]", "line 1, column 2: a number with an exponent beyond ±400"),
    ("[tru]", "line 1, column 2: expected a value; only true, false and null are words"),
    ("\u{1}", "line 1, column 1: expected a value, found the byte 0x01"),
    (String(repeating: "[", count: 65), "line 1, column 65: nested deeper than 64 levels"),
  ]

  @Test func namesThePlaceOfBadUTF8InBytesToo() {
    let error = syntaxError(Array("[\"é€".utf8) + [0xC0, 0xAF] + Array("\"]".utf8))
    #expect(error?.description == "line 1, column 5: not valid UTF-8")
    #expect(error?.offset == 7)
  }

  /// A name is shown escaped and cut: an error must not carry a line break or a megabyte into a log.
  @Test func showsNamesSafely() {
    let name = "a\\n" + String(repeating: "x", count: 1000)
    let error = syntaxError(Array("{\"\(name)\":1,\"\(name)\":2}".utf8))
    #expect(error?.reason == "duplicate member \"a\\n" + String(repeating: "x", count: 58) + "…\"")
  }

  @Test func escapesEveryControlCharacterOnceAndNothingElse() throws {
    for code in UInt32(0)..<0x300 {
      let scalar = try #require(Unicode.Scalar(code))
      let value = JSONValue.string(JSONString("12345678" + String(scalar) + "x"))
      let hex = (code < 16 ? "000" : "00") + String(code, radix: 16)
      let expected =
        switch code {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case ..<0x20: "\\u" + hex
        default: String(scalar)
        }
      #expect(CanonicalJSON.text(value) == "\"12345678" + expected + "x\"")
      #expect(try CanonicalJSON.parse(CanonicalJSON.encode(value)) == value)
    }
  }

  /// Quadratic work would take minutes.
  @Test(.timeLimit(.minutes(15))) func sortsAHundredThousandMembers() throws {
    let count = 100_000
    var text = "{"
    for index in 0..<count {
      // A permutation of 0 ..< count.
      text += (index == 0 ? "" : ",") + "\"k\((index * 37_501) % count)\":0"
    }
    let object = try object(text + "}")
    #expect(object.count == count)
    #expect(zip(object.members, object.members.dropFirst()).allSatisfy { $0.name < $1.name })
    #expect(syntaxError(Array((text + ",\"k5\":1}").utf8))?.reason == "duplicate member \"k5\"")
  }

  @Test func keepsALongTextAsItIs() throws {
    let long = String(repeating: "data:image/png;base64,iVBORw0KGgo", count: 20_000)
    let body = Array("{\"image\":\"\(long)\"}".utf8)
    #expect(CanonicalJSON.encode(try CanonicalJSON.parse(body)) == body)
  }

  @Test func textsAreTheirBytes() throws {
    let composed = JSONString("\u{e9}")
    let decomposed = JSONString("e\u{301}")
    #expect(composed != decomposed)
    #expect(decomposed < composed)
    var object: JSONObject = ["\u{e9}": 1]
    #expect(object["e\u{301}"] == nil)
    object["e\u{301}"] = 2
    #expect(object.count == 2)
    object["\u{e9}"] = nil
    #expect(object == ["e\u{301}": 2])
    #expect(JSONValue.string(composed) != .string(decomposed))
  }

  @Test func readsValues() throws {
    let value = try CanonicalJSON.parse(Array(#"{"s":"x","n":12.50,"b":true,"a":[1],"o":{"z":null}}"#.utf8))
    #expect(value["s"]?.string == "x")
    #expect(value["n"]?.number?.text == "12.5")
    #expect(value["n"]?.number?.int64 == nil)
    #expect(value["n"]?.number?.money == Money("12.5"))
    #expect(value["b"]?.bool == true)
    #expect(value["a"]?.array == [1])
    #expect(value["o"]?["z"]?.isNull == true)
    #expect(value["none"] == nil)
    #expect(value["s"]?["x"] == nil)
    #expect(value["o"] == ["z": .null])
  }

  @Test(arguments: [
    ("0.02", "0.02"), ("1e-9", "0.000000001"), ("1.5e-8", "0.000000015"), ("1e-10", nil), ("-1", nil), ("1e21", nil),
    ("999999999", "999999999"), ("1000000000", nil), ("0", "0"), ("0.0000000001", nil), ("0.1234567891", nil),
  ]) func readsAmounts(_ text: String, amount: String?) throws {
    let number = try #require(try CanonicalJSON.parse(Array(text.utf8)).number)
    #expect(number.money == amount.flatMap { Money($0) })
  }

  @Test(arguments: [("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("1e3", 1000), ("1.0", 1)])
  func readsIntegers(_ text: String, value: Int64) throws {
    #expect(try CanonicalJSON.parse(Array(text.utf8)).number?.int64 == value)
    #expect(JSONNumber(value).text == String(value))
  }
}
