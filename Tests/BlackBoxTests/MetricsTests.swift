import Foundation
import Testing
import TollgateTestSupport

/// What is exported, described, shown and watched is the same.
@Suite struct MetricsTests {
  private static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }

  /// The names of metrics in a text.
  private static func names(in text: String) -> Set<String> {
    Set(text.matches(of: /\b(?:tollgate|process)_[a-z_]+/).map { String($0.output) })
  }

  /// The kinds of the families of a page, by their names.
  private static func families(of page: String) -> [String: String] {
    let types = page.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ") }
    return Dictionary(types.map { (String($0[2]), String($0[3])) }, uniquingKeysWith: { _, _ in "twice" })
  }

  @Test func whatIsDescribedShownAndWatchedIsExported() async throws {
    try await TestBed.run { bed in
      _ = try await bed.gateway { gateway in
        try await gateway.ready()
        let page = try await gateway.client.file(bed.url + "/-/metrics").text
        let families = Self.families(of: page)
        #expect(families.count > 40 && !families.values.contains("twice"))
        // A histogram's series have three names.
        let series = families.flatMap { name, kind in
          kind == "histogram" ? [name + "_bucket", name + "_sum", name + "_count"] : [name]
        }
        let document = try Self.text("docs/metrics.md")
        let described = document.matches(of: /(?m)^\| `([a-z_]+)` \|/).map { String($0.output.1) }
        #expect(Set(described) == Set(families.keys) && described.count == families.count)
        for path in ["deploy/prometheus/alerts.yml", "deploy/grafana/tollgate.json"] {
          let used = Self.names(in: try Self.text(path))
          #expect(used.count > 10 && used.subtracting(series).isEmpty, "\(path): \(used.subtracting(series))")
        }
        // Every alarm has its words.
        let words = try Self.text("docs/operations.md")
        for alarm in try Self.text("deploy/prometheus/alerts.yml").matches(of: /alert: (\w+)/) {
          #expect(words.contains("`\(alarm.output.1)`"), "\(alarm.output.1)")
        }
      }
    }
  }

  @Test func thePageSaysWhatTheBooksSay() async throws {
    try await TestBed.run { bed in
      _ = try await bed.gateway { gateway in
        try await gateway.ready()
        let body = #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"a lighthouse"}}"#
        let job = try #require(try await gateway.client.create(body).jobID)
        _ = try await gateway.client.finished(job)
        for _ in 0..<3 { _ = try await gateway.client.create(body) }
        _ = try await gateway.client.create("{")
        // What was counted is on the page, and the books were read in time for it.
        let page = try await eventually("the page") { () -> String? in
          let page = try await gateway.client.file(bed.url + "/-/metrics").text
          let isComplete = page.contains(#"tollgate_creates_total{key="local",outcome="refused"} 1"#)
          return isComplete && page.contains("\ntollgate_scrape_problem 0") ? page : nil
        }
        let spent = try #require(page.firstMatch(of: /(?m)^tollgate_spent_dollars ([0-9.]+)$/)).output.1
        // Hits are counted on the page a moment before they are written down.
        try await eventually("the same in the books") {
          let usage = try await bed.command("usage", "--json").output.replacing(" ", with: "")
          return usage.contains(#""spent":"\#(spent)""#) && usage.contains(#""hits":3"#)
        }
        for line in [
          #"tollgate_creates_total{key="local",outcome="hit"} 3"#, #"tollgate_creates_total{key="local",outcome="miss"} 1"#,
          #"tollgate_upstream_seconds_count{call="create"} 1"#, #"tollgate_http_seconds_count{lane="instant"}"#,
          "tollgate_scrape_problem 0", "tollgate_held_dollars 0", #"tollgate_http_answers_total{status="400"} 1"#,
          "tollgate_copied_files_total 1",
        ] {
          #expect(page.contains("\n" + line), "\(line)")
        }
        #expect(page.split(separator: "\n").count < 600, "series of a gateway that does little are few")
        // The socket gives the same.
        let socket = try await bed.shell("curl -s --unix-socket tollgate-data/admin.sock http://tollgate/-/metrics")
        #expect(Self.families(of: socket.output) == Self.families(of: page))
      }
    }
  }
}
