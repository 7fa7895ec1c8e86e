import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("How the console writes")
struct ConsoleTextTests {
  @Test(
    arguments: [
      (0, "$0.00"), (40_000_000, "$0.04"), (99_000_000, "$0.099"), (1, "$0.000000001"), (12_500_000_000, "$12.50"),
      (1_234_567_500_000_000, "$1,234,567.50"), (-10_000_000, "−$0.01"), (999_000_000_000, "$999.00"),
    ] as [(Int64, String)])
  func money(_ nanodollars: Int64, _ text: String) {
    #expect(ShownText.money(Money(nanodollars: nanodollars)) == text)
  }

  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (37_400, "37 KB"), (1_560_000, "1.5 MB"), (.max, "9223372 TB"),
    ] as [(Int64, String)])
  func bytes(_ size: Int64, _ text: String) {
    #expect(ShownText.bytes(size) == text)
  }

  @Test(
    arguments: [
      (-5, "0 s"), (40, "40 s"), (600, "10 min"), (3600, "1 h"), (18_060, "5 h 1 min"), (86_400, "1 d"), (104_400, "1 d 5 h"),
    ] as [(Int64, String)])
  func durations(_ seconds: Int64, _ text: String) {
    #expect(ShownText.duration(.seconds(seconds)) == text)
  }

  @Test func percents() {
    #expect(ShownText.percent(0, of: 0) == nil)
    #expect(ShownText.percent(1, of: 3) == "33 %" && ShownText.percent(2, of: 3) == "67 %")
  }

  @Test func timesAreInTheGatewaysZone() throws {
    let berlin = ConsoleCalendar(timeZone: try #require(TimeZone(identifier: "Europe/Berlin")))
    let moment = Timestamp(millisecondsSince1970: 1_774_910_520_000)  // 2026-03-30T22:42:00Z
    #expect(berlin.shown(moment).text == "31 Mar 2026, 00:42")
    #expect(berlin.shown(moment).iso == "2026-03-30T22:42:00.000Z")
    #expect(berlin.day(of: moment).description == "2026-03-31")
    #expect(berlin.day(of: moment, before: 31).description == "2026-02-28")
  }

  @Test func fieldsAreReadAsBrowsersWriteThem() {
    let fields = FormFields("a=1+2%26&b=&c&a=3&%64=%F0%9F%A6%8A&e=%FF&f=%20x%0A&=g&&")
    #expect(fields["a"] == "1 2&" && fields["b"] == "" && fields["c"] == "" && fields["d"] == "🦊")
    #expect(fields["e"] == nil && fields.entry("f") == "x" && fields.entry("b") == nil && fields[""] == "g")
  }

  @Test(
    "no mark is left that ends a value or begins an element, whatever it shares a character with", arguments: HostileTexts.all)
  func textIsNoMarkup(_ text: String) throws {
    let escaped = ConsoleMarkup().escapeText(text)
    #expect(!escaped.utf8.contains { "<>\"'".utf8.contains($0) })
    // In a template, in one that it is in, and in a part of it.
    let frame = PageFrame(title: text, style: "", script: "", sign: "", links: [], formToken: text, signOut: text, notice: text)
    let view = ConfirmationView(question: text, consequence: text, action: text, verb: text, back: text)
    let page = Array(try ConsoleTemplates(files: ConsoleFiles()).render("confirmation", frame, view).utf8)
    #expect(page.contains(escaped.utf8))
    if !escaped.utf8.elementsEqual(text.utf8) { #expect(!page.contains(text.utf8)) }
  }

  @Test func aCommandCanBePasted() {
    let text = CurlCommand(base: "http://localhost:8080", body: #"{"a":"it's $(rm) `x`"}"#).text
    #expect(text.hasPrefix("curl 'http://localhost:8080/api/v1/job/create' \\\n"))
    #expect(text.hasSuffix(#"--data-raw '{"a":"it'\''s $(rm) `x`"}'"#))
    let sample = CurlCommand(base: "http://localhost:8080", body: "{}", variant: "warm").text
    #expect(sample.contains("-H 'Tollgate-Variant: warm' \\\n"))
  }

  @Test("a shell gives curl exactly what was asked for", arguments: HostileTexts.all)
  func aShellReadsACommandAsText(_ prompt: String) async throws {
    let body = CanonicalJSON.text(["model": "a/b", "args": ["prompt": .text(prompt)]])
    let command = CurlCommand(base: "http://localhost:8080", body: body, variant: "v1").text
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "curl() { printf '%s\\0' \"$@\"; }; TOLLGATE_KEY=secret; \(command)"]
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(
      bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) } == [
        "http://localhost:8080/api/v1/job/create", "-H", "Authorization: Bearer secret", "-H", "Tollgate-Variant: v1", "-H",
        "Content-Type: application/json", "--data-raw", body,
      ])
  }

  @Test func aLongTextIsCut() {
    let long = LongText(String(repeating: "x", count: 100_001))
    #expect(!long.isWhole && long.size == "100 KB" && long.text.utf8.count < 100_010 && long.text.hasSuffix("…"))
    #expect(LongText("x").isWhole && LongText("x").size == nil)
  }

  @Test(
    "sentences for a browser name no command",
    arguments: [
      ("There is no key \"x\"; tollgate keys list shows all.", "There is no key \"x\"."),
      ("there is no team x; create it first (tollgate teams create x).", "There is no team x; create it first."),
      (
        "there is a team x already; change it (tollgate teams change x), or choose another name.",
        "There is a team x already; change it, or choose another name."
      ), ("g1 is purged already; tollgate cache list shows what can be purged.", "g1 is purged already."),
      (
        "g1 was charged, and only its result has not come yet; give it up with --charged.",
        "g1 was charged, and only its result has not come yet; give it up."
      ), ("g1 asked for the same; settle it with tollgate jobs resolve.", "g1 asked for the same."),
      (
        "The list of models is empty; name some, or revoke the key.",
        "The list of models is empty; name some, or revoke the key."
      ),
    ])
  func browserSentences(_ sentence: String, _ shown: String) {
    #expect(AdministrationError(.conflict, sentence).browserSentence == shown)
  }

  @Test func anExpiryIsReadInTheGatewaysZone() throws {
    let berlin = ConsoleCalendar(timeZone: try #require(TimeZone(identifier: "Europe/Berlin")))
    let moment = try #require(berlin.moment("2027-01-01T09:30"))
    #expect(moment.description == "2027-01-01T08:30:00.000Z" && berlin.entry(moment) == "2027-01-01T09:30")
    #expect(berlin.moment("2027-07-01")?.description == "2027-06-30T22:00:00.000Z")
    #expect(berlin.moment("2027-01-01T09:30:15").map(berlin.entry) == "2027-01-01T09:30:15")
    for text in ["", "2027-02-30", "2027-13-01T00:00", "2027-01-01T24:00", "2027-01-01T09:60", "27-01-01", "tomorrow"] {
      #expect(berlin.moment(text) == nil, "\(text)")
    }
  }

  @Test func addressesTakeAnyText() {
    #expect(ConsoleRoute.key("a/b?c") == "/-/console/keys/a%2Fb%3Fc")
    #expect(ConsoleRoute.address("/x", ["a": nil, "b": "1&2", "c": "ü"]) == "/x?b=1%262&c=%C3%BC")
    #expect(ConsoleRoute.address("/x", ["a": nil]) == "/x")
  }
}
