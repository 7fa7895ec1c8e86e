import Foundation
import Testing
import TollgateCore

@testable import TollgateServer

@Suite("The console's charts")
struct BarChartTests {
  private func charts(_ points: [(spent: Int64, saved: Int64)], misses: [Int] = []) -> UsageCharts {
    let points = points.enumerated().map { index, amounts in
      var point = UsagePoint(time: Int64(index))
      point.spent = Money(nanodollars: amounts.spent)
      point.saved = Money(nanodollars: amounts.saved)
      if misses.indices.contains(index) { point.counts[.miss] = misses[index] }
      return UsageSeries.Point(point, start: Timestamp(millisecondsSince1970: 1_793_491_200_000 + Int64(index) * 86_400_000))
    }
    return UsageCharts(UsageSeries(by: .day, points: points), .month, ConsoleCalendar(timeZone: .gmt))
  }

  @Test func barsStandOnEachOtherAndFillTheirPart() {
    let charts = charts([(1_000_000_000, 500_000_000), (0, 0)], misses: [150, 0])
    let money = charts.charts[0]
    #expect(money.top == "$2.00" && money.middle == "$1.00" && money.bottom == "$0.00" && money.bars.count == 2)
    #expect(money.bars[0].parts.map(\.height) == [100, 50] && money.bars[0].parts.map(\.y) == [100, 50])
    #expect(money.bars[1].parts.map(\.height) == [0, 0])
    #expect(money.bars[0].title == "1 Nov: $1.00 spent, $0.50 saved")
    #expect(money.summary == "$1.00 spent, $0.50 saved in 30 days")
    let outcomes = charts.charts[1]
    #expect(outcomes.top == "200" && outcomes.bars[0].parts.map(\.height) == [150, 0, 0, 0])
    #expect(charts.lines.map(\.time) == ["1 Nov"] && charts.lines[0].misses == "150")
  }

  @Test(
    arguments: [
      [], [(0, 0)], [(-5, 0)], [(1, 1)], [(Int64.max, Int64.max)], [(1, Int64.max)], [(-.max, .max)],
      [(5_000_000_000_000, 1), (1, 1)],
    ] as [[(Int64, Int64)]])
  func everyBarStaysInThePicture(_ amounts: [(Int64, Int64)]) {
    let chart = charts(amounts).charts[0]
    for bar in chart.bars {
      var floor = chart.height
      for part in bar.parts {
        #expect(part.height >= 0 && part.y >= 0 && part.y + part.height == floor)
        #expect(part.x >= 0 && part.x + part.width <= chart.width)
        floor = part.y
      }
    }
  }

  @Test(
    "the scale ends at the next 1, 2 or 5, and bars keep to it",
    arguments: [(0, "10", 0), (7, "10", 140), (11, "20", 110), (250, "500", 100), (1001, "2,000", 100)])
  func scale(_ misses: Int, _ top: String, _ height: Int64) {
    let chart = charts([(0, 0)], misses: [misses]).charts[1]
    #expect(chart.top == top && chart.bars[0].parts[0].height == height)
  }

  @Test("many bars stand without room between them, and fill the picture")
  func dense() {
    let week = charts(Array(repeating: (1, 1), count: 168)).charts[0]
    #expect(week.isDense && week.bars.map(\.parts[0].x) == (0..<168).map { $0 * 20 } && week.bars[0].parts[0].width == 20)
    #expect(!charts(Array(repeating: (1, 1), count: 30)).charts[0].isDense)
  }

  @Test("periods ask for as many points as they show")
  func periods() {
    let now = Timestamp(millisecondsSince1970: 1_793_491_200_000)
    #expect(UsagePeriod.day.query(at: now) == UsageSeriesQuery(by: .hour))
    #expect(UsagePeriod.week.query(at: now).since == now - .seconds(167 * 3600))
    #expect(UsagePeriod.month.query(at: now) == UsageSeriesQuery(by: .day))
    #expect(UsagePeriod.week.choice().map(\.isCurrent) == [false, true, false])
  }
}
