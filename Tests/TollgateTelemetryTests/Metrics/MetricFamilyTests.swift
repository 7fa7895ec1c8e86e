import Foundation
import Testing
import TollgateCore

@testable import TollgateTelemetry

@Suite("What is exported")
struct MetricFamilyTests {
  private static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("names follow Prometheus' conventions")
  func names() {
    let names = MetricFamily.all.map(\.name)
    #expect(Set(names).count == names.count && names.count > 40)
    for family in MetricFamily.all {
      #expect(family.name.hasPrefix("tollgate_") || family.name.hasPrefix("process_"), "\(family.name)")
      #expect(family.name.wholeMatch(of: /[a-z][a-z_]*/) != nil, "\(family.name)")
      #expect((family.kind == .counter) == family.name.hasSuffix("_total"), "\(family.name)")
      #expect(family.help.hasSuffix(".") && !family.help.contains("\n"), "\(family.name)")
      #expect((family.kind == .histogram) == !family.bounds.isEmpty, "\(family.name)")
      #expect(family.bounds == family.bounds.sorted() && family.bounds.count <= SharedHistogram.maximumBounds, "\(family.name)")
      // Base units: a fraction is one of seconds or of dollars.
      let isFraction = ["_seconds", "_dollars", "_seconds_total", "_dollars_total"].contains { family.name.hasSuffix($0) }
      #expect((family.unit == .billionths) == (isFraction || family.name.contains("_dollars")), "\(family.name)")
      #expect(!family.labels.contains("le") && Set(family.labels).count == family.labels.count, "\(family.name)")
    }
  }

  @Test("docs/metrics.md has the same table")
  func document() throws {
    let text = try String(contentsOf: Self.repository.appending(path: "docs/metrics.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `tollgate_") || $0.hasPrefix("| `process_") }
    #expect(rows.map(String.init) == MetricFamily.all.map(Self.row))
  }

  private static func row(_ family: MetricFamily) -> String {
    let labels = family.labels.map { "`\($0)`" }.joined(separator: ", ")
    return "| `\(family.name)` | \(family.kind.rawValue) | \(labels) | \(family.help) |"
  }
}
