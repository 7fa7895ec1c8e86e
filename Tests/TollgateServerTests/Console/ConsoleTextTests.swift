import Foundation
import Testing
import TollgateCore

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

  @Test func aCommandCanBePasted() {
    let text = CurlCommand(base: "http://localhost:8080", body: #"{"a":"it's $(rm) `x`"}"#).text
    #expect(text.hasPrefix("curl 'http://localhost:8080/api/v1/job/create' \\\n"))
    #expect(text.hasSuffix(#"-d '{"a":"it'\''s $(rm) `x`"}'"#))
  }

  @Test func addressesTakeAnyText() {
    #expect(ConsoleRoute.key("a/b?c") == "/-/console/keys/a%2Fb%3Fc")
    #expect(ConsoleRoute.address("/x", ["a": nil, "b": "1&2", "c": "ü"]) == "/x?b=1%262&c=%C3%BC")
    #expect(ConsoleRoute.address("/x", ["a": nil]) == "/x")
  }
}

@Suite("The console's chart")
struct SpendChartTests {
  private func chart(_ amounts: [(Int64, Int64)]) -> SpendChart {
    SpendChart(
      amounts.enumerated().map { index, amounts in
        var row = UsageReport.Row(name: nil)
        row.spent = Money(nanodollars: amounts.0)
        row.saved = Money(nanodollars: amounts.1)
        return SpendChart.Day(CalendarDay(code: 20_261_101 + Int32(index)), row)
      })
  }

  @Test func barsStandOnEachOtherAndFillTheirPart() {
    let chart = chart([(1_000_000_000, 500_000_000), (0, 0)])
    #expect(chart.top == "$2.00" && chart.middle == "$1.00" && chart.bars.count == 2)
    #expect(chart.bars[0].spentHeight == 100 && chart.bars[0].spentY == 100)
    #expect(chart.bars[0].savedHeight == 50 && chart.bars[0].savedY == 50)
    #expect(chart.bars[1].spentHeight == 0 && chart.bars[1].savedHeight == 0)
    #expect(chart.lines.map(\.day) == ["2026-11-01"])
  }

  @Test(
    arguments: [
      [], [(0, 0)], [(-5, 0)], [(1, 1)], [(Int64.max, Int64.max)], [(1, Int64.max)], [(-.max, .max)],
      [(5_000_000_000_000, 1), (1, 1)],
    ] as [[(Int64, Int64)]])
  func everyBarStaysInThePicture(_ amounts: [(Int64, Int64)]) {
    let chart = chart(amounts)
    for bar in chart.bars {
      #expect(bar.spentHeight >= 0 && bar.savedHeight >= 0 && bar.savedY >= 0)
      #expect(bar.spentY + bar.spentHeight == chart.height && bar.savedY + bar.savedHeight == bar.spentY)
      #expect(bar.x >= 0 && bar.x + bar.width <= chart.width)
    }
  }
}
