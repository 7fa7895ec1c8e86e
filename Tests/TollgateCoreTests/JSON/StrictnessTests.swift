import Testing
import TollgateCore

/// What the parser refuses and accepts; the classes of JSONTestSuite (<https://github.com/nst/JSONTestSuite>) and more.
@Suite struct StrictnessTests {
  @Test(arguments: refusedTexts) func refuses(_ text: String) {
    #expect(canonicalText(text) == nil)
  }

  @Test(arguments: refusedBytes) func refuses(_ bytes: [UInt8]) {
    #expect(canonicalText(bytes) == nil)
  }

  @Test(arguments: accepted) func accepts(_ text: String, canonical: String) {
    #expect(canonicalText(text) == canonical)
  }

  @Test func thereAreEnoughCases() {
    #expect(Self.refusedTexts.count + Self.refusedBytes.count >= 120)
    #expect(Self.accepted.count >= 60)
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")]) func depth64IsAcceptedAnd65Refused(_ open: String, _ close: String) {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }
    #expect(canonicalText(nested(64)) == nested(64))
    #expect(canonicalText(nested(65)) == nil)
    #expect(canonicalText(String(repeating: open, count: 100_000)) == nil)
  }

  @Test func depthCountsNestingAndNotContainers() {
    let sixtyThree = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
    let text = "[" + repeatElement(sixtyThree, count: 5).joined(separator: ",") + "]"
    #expect(canonicalText(text) == text)
  }

  static let refusedTexts: [String] = [
    // Nothing, and more than one thing.
    "", " ", "\n", "[][]", "{}{}", "1 2", "null null", #""a" "b""#, "[] x", "{} ,", "[1]]", "{}}", "[1],", "{},", "null,", "1,",
    // Words.
    "nul", "nulll", "tru", "fals", "True", "NULL", "undefined", "nil", "NaN", "-NaN", "Infinity", "-Infinity", "inf", "+Inf",
    "[nul]", "[truth]", "[True]", "a", "[a]", "no", "t", "[fals]", "True", "[*]", "[<null>]", "<.>", "&", "?", "#", "[#1]",
    // Comments and other dialects.
    "/* */ 1", "1 // one", "[1, /* two */ 2]", "# one\n1", "'a'", "['a']", "{'a':1}", "`a`", "[“a”]", "(1)", "<a/>", "a=1",
    "[1;2]",
    // Arrays.
    "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[[]", "[1}", "[\"a\"", "[1:2]", "[{}", "[3[4]]",
    "[\"\",]",
    "[1\n,2", "[ , \"\"]", "[x", "[-", "[][", "[1,\n1\n,1", "[1 true]",
    // Objects.
    "{", "}", "{,}", "{]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":1 "b":2}"#, #"{"a" 1}"#, #"{"a"::1}"#,
    #"{"a":1,,"b":2}"#, "{a:1}", "{1:1}", "{null:1}", #"{"a":1"#, #"{"a":"#, #"{"a""#, #"{"a":1]"#, #"{[]:1}"#, #"{"a"=1}"#,
    #"{"a":1:2}"#, #"{"a":a}"#, #"{"a":1;"b":2}"#, #"{"a",1}"#, #"{"a":/**/1}"#, #"{"a":1}#"#, #"{"a":1}//"#, #"{"a":"a" 1}"#,
    #"{{"a":1}}"#, #"{"a": true"#, #"{"", "b": 0}"#,
    // The same member twice.
    #"{"a":1,"a":1}"#, #"{"a":1,"a":2}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":1}"#, #"{"\u0061":1,"a":1}"#,
    #"{"":1,"":2}"#, #"{"x":{"a":1,"a":1}}"#, #"[{"é":1,"\u00e9":2}]"#, #"{"\/":1,"/":2}"#, #"{"😀":1,"\ud83d\ude00":2}"#,
    // Numbers.
    "01", "-01", "00", "-", "+1", "++1", "--1", "-+1", ".1", "-.1", "1.", "-1.", "1.e1", "0.e1", "1e", "1e+", "1e-", "1E", "0e",
    "0e+",
    "1.0e", "1.0e+", "1e1.5", "1ee1", "1e++1", "1.2.3", "0x1", "1x", "1_000", "1,000", "1 000", "1d", "0b1", "- 1", "1a", "-a",
    "1e1a",
    "-2.", "2.e+3", "2.e-3", "9.e+", "0.3e", "0.3e+", "-1.0.", "0.1.2", "1+2", "1-1", "-0x1", "1eE2", "0E+", "١", "１", "½",
    // Numbers that have no spelling here.
    "1e401", "-1e401", "1e-401", "10e400", "0.1e-400", "1e999999999999", "1e-999999999999",
    "1e99999999999999999999999999999999",
    "-1e-99999999999999999999999999999999", "1." + String(repeating: "1", count: 64), String(repeating: "7", count: 65),
    "0." + String(repeating: "0", count: 401) + "1", "1" + String(repeating: "0", count: 401),
    // Strings.
    "\"", "\"a", "[\"a]", #""\""#, #""\"#, #""\x""#, #""\a""#, #""\0""#, #""\'""#, #""\U0041""#, #""\u""#, #""\u0""#,
    #""\u004""#,
    #""\u00""#, #""\u004g""#, #""\u 041""#, #""\u+041""#, #""\u-041""#, #""\u{41}""#, #""\u00e"#, "\"\\\n\"", "\"\\ \"",
    "\"\\é\"",
    #""\u00A""#, #"[\n]"#, #"[\u0020]"#, #"{"\x":1}"#, #"{"a":"\"}"#, #""a\"#, #""\u12"#, "\"\\😀\"",
    // Control characters in strings.
    "\"\n\"", "\"\t\"", "\"\r\"", "\"\u{0}\"", "\"a\u{1f}b\"", "\"\u{8}\"", "\"\u{c}\"", "\"\u{1b}\"", "{\"a\nb\":1}",
    "\"12345678\u{1}\"", "\"1234567\u{1f}90\"",
    // Escaped lone surrogates.
    #""\ud800""#, #""\udc00""#, #""\uDFFF""#, #""\uDBFF""#, #""\ud800\ud800""#, #""\udc00\ud800""#, #""\ud800a""#,
    #""\ud800\n""#,
    #""\ud800\u0041""#, #""\ud83d\"#, #""\ud83d\u"#, #""\ud83d\ude""#, #""\ud83dx\ude00""#, #""\ud800\u""#, #""\ud800\u1""#,
    #""\ud800\u1x""#, #"{"\ud800":1}"#, #""\ud83d\ud83d\ude00""#, #""\ud83d\ude00\ude00""#,
    // White space that is none.
    "\u{a0}1", "\u{feff}1", "\u{2028}1", "\u{b}1", "\u{c}1", "\u{85}1", "\u{3000}[]", "[\u{a0}]", "\u{2060}[]", "\u{0}",
    "1\u{0}",
    "[1]\u{0}", "\u{feff}", "\u{feff}{}", "\\n1", "[\u{c}]",
  ]

  static let refusedBytes: [[UInt8]] = {
    let quote = UInt8(ascii: "\"")
    let badTexts: [[UInt8]] = [
      [0x80], [0xBF], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xC3, 0xC3], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
      [0xF0, 0x9F, 0x98, 0x28], [0xF0, 0x28, 0x98, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF4, 0xBF, 0xBF, 0xBF],
      [0xF5, 0x80, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF], [0xFE], [0xFF], [0xE9],
    ]
    var cases: [[UInt8]] = []
    for text in badTexts {
      cases.append([quote] + text + [quote])
      cases.append(Array("\"12345678".utf8) + text + Array("12345678\"".utf8))
      cases.append([quote] + text)
    }
    let others: [[UInt8]] = [
      // A byte order mark, UTF-16, UTF-32, and bytes outside of strings.
      [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xEF, 0xBB], [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00],
      [0xFE, 0xFF, 0x00, 0x31],
      [0x00, 0x31], [0x31, 0x00], [0x00, 0x00, 0x00, 0x31], [0xFF], [0x31, 0xE5], [0x5B, 0xFF, 0x5D], [0x2D, 0x31, 0xE5],
      [0x31, 0x65, 0x31, 0xE5], [0xE5], [0x5B, 0x30, 0xE5, 0x5D], [0x7B, 0x22, 0xB9, 0x22, 0x3A, 0x30, 0x7D],
      [0x22, 0x5C, 0xE5, 0x22],
      [0x22, 0x5C, 0x75, 0xE5, 0x22], [0x5B, 0x61, 0xE5, 0x5D],
    ]
    return cases + others
  }()

  static let accepted: [(text: String, canonical: String)] = [
    // Every type at the root.
    ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("-1", "-1"), (#""""#, #""""#), (#""a""#, #""a""#),
    ("[]", "[]"),
    ("{}", "{}"),
    // White space.
    (" 1 ", "1"), ("\t\n\r 1\t\n\r ", "1"), ("[ ]", "[]"), ("{ }", "{}"), (" [ 1 , 2 ] ", "[1,2]"),
    ("{ \"a\" : 1 ,\n\"b\"\t:\r2 }", #"{"a":1,"b":2}"#), ("[1\n,\n2]", "[1,2]"),
    // Containers.
    ("[1,2,3]", "[1,2,3]"), ("[[],[[]]]", "[[],[[]]]"), ("[null,1,\"1\",{}]", "[null,1,\"1\",{}]"),
    (#"{"a":{}}"#, #"{"a":{}}"#),
    (#"{"":0}"#, #"{"":0}"#), (#"{"a":[]}"#, #"{"a":[]}"#), (#"[{"a":1},{"a":1}]"#, #"[{"a":1},{"a":1}]"#),
    (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#), (#"{"a":1,"A":2}"#, #"{"A":2,"a":1}"#),
    (#"{"aa":1,"a":2,"":3}"#, #"{"":3,"a":2,"aa":1}"#),
    (#"{"__proto__":1,"constructor":2}"#, #"{"__proto__":1,"constructor":2}"#),
    (#"{"10":1,"9":2,"1":3}"#, #"{"1":3,"10":1,"9":2}"#),
    (#"{"x":{"b":[{"d":1,"c":2}],"a":0}}"#, #"{"x":{"a":0,"b":[{"c":2,"d":1}]}}"#),
    // UTF-8 order, which is not UTF-16 order, and texts that only look the same.
    (#"{"😀":1,"\uffff":2}"#, "{\"\u{ffff}\":2,\"😀\":1}"), ("{\"\u{e9}\":1,\"e\u{301}\":2}", "{\"e\u{301}\":2,\"\u{e9}\":1}"),
    ("{\"K\":1,\"\u{212a}\":2}", "{\"K\":1,\"\u{212a}\":2}"), ("{\"\u{fb01}\":1,\"fi\":2}", "{\"fi\":2,\"\u{fb01}\":1}"),
    // Escapes.
    (#""\u0041""#, #""A""#), (#""\/""#, #""/""#), (#""\\\"""#, #""\\\"""#), (#""\b\f\n\r\t""#, #""\b\f\n\r\t""#),
    (#""\u0008\u000C\u000a\u000D\u0009""#, #""\b\f\n\r\t""#), (#""\u0000""#, #""\u0000""#),
    (#""\u001F\u001e""#, #""\u001f\u001e""#),
    (#""\u007f""#, "\"\u{7f}\""), (#""\u2028\u2029""#, "\"\u{2028}\u{2029}\""), (#""\u00e9""#, "\"\u{e9}\""),
    (#""\u00E9\u00e9""#, "\"\u{e9}\u{e9}\""), (#""\ud83d\ude00""#, "\"😀\""), (#""\uD83D\uDE00x""#, "\"😀x\""),
    (#""\ud800\udc00\udbff\udfff""#, "\"\u{10000}\u{10ffff}\""), (#""\uFFFE\uffff""#, "\"\u{fffe}\u{ffff}\""),
    (#""\u0022\u005c\u002F""#, #""\"\\/""#), (#""a\u0062c\n1234567890\u0064""#, #""abc\n1234567890d""#),
    (#""\\u0041""#, #""\\u0041""#),
    (#""\\n""#, #""\\n""#), (#"{"\u0061\n":1}"#, #"{"a\n":1}"#), (#""\"\"\"\"\"\"\"\"\"""#, #""\"\"\"\"\"\"\"\"\"""#),
    // Raw text.
    ("\"é€😀\"", "\"é€😀\""), ("\"\u{7f}\"", "\"\u{7f}\""), ("\"\u{2028}\"", "\"\u{2028}\""), ("\"\u{feff}\"", "\"\u{feff}\""),
    ("\"\u{d7ff}\u{e000}\"", "\"\u{d7ff}\u{e000}\""), ("\"\u{10ffff}\"", "\"\u{10ffff}\""),
    ("\"/* no comment */\"", "\"/* no comment */\""),
    ("\"'\"", "\"'\""), ("\"\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\"", "\"\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\""),
    ("\"12345678é2345678\\n\"", "\"12345678é2345678\\n\""), ("[\"\u{0627}\u{0644}\",\"中文\"]", "[\"\u{0627}\u{0644}\",\"中文\"]"),
    // Numbers; the rest is in CanonicalNumberTests.
    ("[1,1.0,1e0,10e-1]", "[1,1,1,1]"), ("[-0,0,0.0,0e5,-0.0e-999999999999]", "[0,0,0,0,0]"), (#"["5",5]"#, #"["5",5]"#),
    ("1e400", "1e+400"), ("1e-400", "1e-400"), ("0.1e401", "1e+400"), ("20E1", "200"), ("[123e+2]", "[12300]"),
  ]
}
