import Testing
import TollgateCore
import TollgateTestSupport

@Suite struct CanonicalNumberTests {
  @Test(arguments: table) func hasOneSpelling(_ text: String, canonical: String) {
    #expect(canonicalText(text) == canonical)
    #expect(canonicalText(canonical) == canonical, "the spelling is its own spelling")
    let negative = canonical == "0" ? "0" : "-" + canonical
    #expect(canonicalText("-" + text) == negative)
  }

  static let table: [(text: String, canonical: String)] = [
    ("0", "0"), ("0.0", "0"), ("0.000", "0"), ("0e0", "0"), ("0E+400", "0"), ("0e-99999999999999999999", "0"),
    ("0.0e99999", "0"),
    ("1", "1"), ("1.0", "1"), ("1e0", "1"), ("1E0", "1"), ("1e+0", "1"), ("1e-0", "1"), ("1e00", "1"), ("10e-1", "1"),
    ("0.1e1", "1"),
    ("1000e-3", "1"), ("0.001e3", "1"),
    ("1.000000000000000000000000000000000000000000000000000000000000000000000000000000", "1"),
    ("10", "10"), ("1e1", "10"), ("1.5", "1.5"), ("1.50", "1.5"), ("15e-1", "1.5"), ("0.15e1", "1.5"), ("150.0e-2", "1.5"),
    ("0.1", "0.1"), ("0.10", "0.1"), ("1e-1", "0.1"), ("0.1000000000000000055", "0.1000000000000000055"),
    // The thresholds of ECMAScript.
    ("0.000001", "0.000001"), ("1e-6", "0.000001"), ("0.0000012", "0.0000012"), ("0.0000001", "1e-7"), ("1e-7", "1e-7"),
    ("0.00000012", "1.2e-7"), ("12e-8", "1.2e-7"), ("0.0000009", "9e-7"), ("0.00001", "0.00001"), ("1.23e-5", "0.0000123"),
    ("100000000000000000000", "100000000000000000000"), ("1e20", "100000000000000000000"),
    ("999999999999999999999", "999999999999999999999"),
    ("1000000000000000000000", "1e+21"), ("1e21", "1e+21"), ("1E+21", "1e+21"), ("1.5e21", "1.5e+21"),
    ("1234567890123456789012", "1.234567890123456789012e+21"),
    ("123456789012345678901.5", "123456789012345678901.5"), ("1234567890123456789012.5", "1.2345678901234567890125e+21"),
    ("12345678901234567890e1", "123456789012345678900"), ("12345678901234567890e2", "1.234567890123456789e+21"),
    // What a double would round.
    ("9007199254740991", "9007199254740991"), ("9007199254740992", "9007199254740992"),
    ("9007199254740993", "9007199254740993"),
    ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9223372036854775808"),
    ("18446744073709551616", "18446744073709551616"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("5e-324", "5e-324"), ("4.9e-324", "4.9e-324"), ("1e309", "1e+309"), ("1e400", "1e+400"), ("9.99e400", "9.99e+400"),
    ("1e-400", "1e-400"), ("1000e397", "1e+400"), ("0.001e-397", "1e-400"), ("0.00e-500", "0"),
    // 64 digits.
    (String(repeating: "7", count: 64), "7." + String(repeating: "7", count: 63) + "e+63"),
    (String(repeating: "7", count: 64) + "000", "7." + String(repeating: "7", count: 63) + "e+66"),
    ("0.000" + String(repeating: "7", count: 64) + "000", "0.000" + String(repeating: "7", count: 64)),
    ("1" + String(repeating: "0", count: 400), "1e+400"), ("0." + String(repeating: "0", count: 399) + "1", "1e-400"),
  ]

  /// Both zeros and exponent are absurd, the value is not.
  @Test func aLongRowOfZerosMayMeetAHugeExponent() {
    #expect(canonicalText("1" + String(repeating: "0", count: 100_000) + "e-100000") == "1")
    #expect(canonicalText("0." + String(repeating: "0", count: 99_999) + "1e100000") == "1")
  }

  /// 50,000 random spellings against an oracle that writes every digit out.
  @Test func agreesWithASlowExactOracle() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<50_000 {
      let text = Self.randomNumber(&generator)
      let expected = ExactOracle.canonical(text)
      let actual = canonicalText(text)
      if actual != expected {
        Issue.record("\(text): \(actual ?? "refused") instead of \(expected ?? "refused")")
        return
      }
    }
  }

  private static func randomNumber(_ generator: inout SeededGenerator) -> String {
    func digits(_ count: Int) -> String {
      var text = ""
      // Mostly zeros and nines, which is where carries, stripping and thresholds are.
      for _ in 0..<count { text += ["0", "0", "0", "9", "1", String(generator.below(10))][generator.below(6)] }
      return text
    }
    let isLong = generator.chance(1, in: 12)
    var whole = digits(1 + generator.below(isLong ? 90 : 24))
    while whole.count > 1, whole.hasPrefix("0") { whole.removeFirst() }
    var text = generator.chance(1, in: 2) ? "-" + whole : whole
    if generator.chance(1, in: 2) { text += "." + digits(1 + generator.below(isLong ? 90 : 24)) }
    if generator.chance(1, in: 2) {
      text += ["e", "E", "e+", "E-", "e-"][generator.below(5)]
      text += String(generator.below([10, 30, 420][generator.below(3)]))
    }
    return text
  }
}

/// The canonical spelling by way of the number written out in full: slow, and nothing like the code it judges.
enum ExactOracle {
  static func canonical(_ text: String) -> String? {
    var rest = Substring(text)
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    let parts = rest.split(whereSeparator: { $0 == "e" || $0 == "E" })
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".")
    var whole = Array(mantissa[0])
    var fraction = mantissa.count > 1 ? Array(mantissa[1]) : []
    // Moves the point one digit at a time.
    while exponent > 0 {
      whole.append(fraction.isEmpty ? "0" : fraction.removeFirst())
      exponent -= 1
    }
    while exponent < 0 {
      fraction.insert(whole.popLast() ?? "0", at: 0)
      exponent += 1
    }
    while whole.first == "0" { whole.removeFirst() }
    while fraction.last == "0" { fraction.removeLast() }
    if whole.isEmpty && fraction.isEmpty { return "0" }
    let sign = isNegative ? "-" : ""

    let all = whole + fraction
    let significant = String(all).drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed()
    guard significant.count <= 64 else { return nil }
    let power = whole.isEmpty ? -1 - fraction.prefix { $0 == "0" }.count : whole.count - 1
    guard (-400...400).contains(power) else { return nil }
    if power >= 21 || power <= -7 {
      let tail = String(significant.dropFirst())
      let digits = String(significant.prefix(1)) + (tail.isEmpty ? "" : "." + tail)
      return sign + digits + (power < 0 ? "e-" : "e+") + String(abs(power))
    }
    return sign + (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : "." + String(fraction))
  }
}
