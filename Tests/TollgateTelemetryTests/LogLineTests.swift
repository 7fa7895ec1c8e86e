import Foundation
import Logging
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTelemetry
import TollgateTestSupport

/// Lines of the log: one event each, whatever is in it.
@Suite struct LogLineTests {
  private struct FixedTime: TimeSource {
    func now() -> Timestamp { Timestamp(millisecondsSince1970: 1_774_895_845_678) }
    func uptime() -> Duration { .zero }
    func sleep(untilUptime deadline: Duration) async throws {}
  }

  /// What `work` writes.
  private func written(
    _ format: LogFormat, level: Logger.Level = .trace, _ work: (inout Logger) -> Void
  ) -> [String] {
    let lines = NIOLockedValueBox<[String]>([])
    let output = LogOutput { line in lines.withLockedValue { $0.append(String(decoding: line, as: UTF8.self)) } }
    var logger = Telemetry.makeLogger(level: level, format: format, output: output, time: FixedTime())
    work(&logger)
    return lines.withLockedValue { $0 }
  }

  @Test func writesOneObjectPerLine() {
    let lines = written(.json) { $0.info("ready", metadata: ["b": "2", "a": "1"]) }
    #expect(
      lines == [
        #"{"time":"2026-03-30T18:37:25.678Z","level":"info","logger":"tollgate","message":"ready","a":"1","b":"2"}"# + "\n"
      ])
  }

  @Test func writesTextForPeople() {
    let lines = written(.text) { $0.warning("a job is late", metadata: ["job": "g17", "why": "it runs", "empty": ""]) }
    #expect(lines == [#"2026-03-30T18:37:25.678Z WARNING  a job is late empty="" job=g17 why="it runs""# + "\n"])
  }

  @Test(arguments: LogFormat.allCases)
  func neverBreaksALine(_ format: LogFormat) {
    let hostile = "a\nb\r\u{1B}[2J\u{0}\"\\\u{2028}\u{202E}\u{85}\u{7F}"
    for line in written(format, { $0.info("\(hostile)", metadata: ["\(hostile)": "\(hostile)"]) }) {
      #expect(line.unicodeScalars.dropLast().allSatisfy { $0.properties.generalCategory != .control })
      #expect(!line.unicodeScalars.contains("\u{2028}") && !line.unicodeScalars.contains("\u{202E}"))
      #expect(line.hasSuffix("\n"))
    }
  }

  @Test(arguments: LogFormat.allCases)
  func aHostileTextIsOneLine(_ format: LogFormat) {
    for text in HostileTexts.all {
      let lines = written(format) {
        $0.info("\(text)", metadata: ["\(text)": "\(text)", "list": ["\(text)", ["\(text)": "x"]]])
      }
      #expect(lines.count == 1, "\(text.debugDescription)")
      let line = lines.joined()
      #expect(line.hasSuffix("\n"))
      let breaking = line.dropLast().unicodeScalars.filter { scalar in
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
      }
      #expect(breaking.isEmpty, "\(text.debugDescription): \(line.debugDescription)")
      guard format == .json else { continue }
      #expect(throws: Never.self, "\(line)") { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  @Test func keepsEveryCharacterInJSON() throws {
    let text = "a\nb\t\"\\\u{1B}\u{2028}é图\u{1F600}"
    let lines = written(.json) { $0.info("\(text)", metadata: ["name": "\(text)"]) }
    let fields = try JSONSerialization.jsonObject(with: Data(lines.joined().utf8)) as? [String: String]
    #expect(fields?["message"] == text)
    #expect(fields?["name"] == text)
  }

  @Test func flattensDictionariesAndKeepsItsOwnNames() {
    let lines = written(.json) {
      $0.info("x", metadata: ["job": ["id": "1", "state": ["now": "held"]], "tries": ["1", ["a": "b"]], "level": "low"])
    }
    #expect(
      lines.joined().hasSuffix(
        #""message":"x","job.id":"1","job.state.now":"held","metadata.level":"low","tries":["1",{"a":"b"}]}"# + "\n"))
  }

  @Test(arguments: LogFormat.allCases)
  func hidesSecrets(_ format: LogFormat) {
    let secret = Secret("ak-1234567890")
    let lines = written(format) {
      $0.info(
        "with \(secret)",
        metadata: ["key": "\(secret)", "same": .stringConvertible(secret), "list": [.stringConvertible(secret)]])
    }
    #expect(!lines.joined().contains("1234567890"))
    #expect(lines.joined().contains("***"))
  }

  @Test func dropsWhatIsBelowTheLevel() {
    let lines = written(.json, level: .warning) {
      $0.notice("quiet")
      $0.error("loud")
    }
    #expect(lines.count == 1)
  }

  @Test func joinsTheLoggersAndTheEventsMetadata() {
    let lines = written(.text) {
      $0[metadataKey: "job"] = "g1"
      $0[metadataKey: "try"] = "1"
      $0.info("sent", metadata: ["try": "2"])
    }
    #expect(lines.joined().hasSuffix(" sent job=g1 try=2\n"))
  }
}
