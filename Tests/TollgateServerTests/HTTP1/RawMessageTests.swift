import HTTPTypes
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("Messages that try to be two things at once")
struct RawMessageTests {
  static let classes: [(name: String, messages: [RawMessage], atLeast: Int)] = [
    ("Content-Length and Transfer-Encoding", RawMessage.lengths, 60), ("chunks", RawMessage.chunks, 50),
    ("request line", RawMessage.requestLines, 30), ("names and values", RawMessage.fields, 40),
    ("target, path and Host", RawMessage.targets, 30), ("Expect, Upgrade, CONNECT, TRACE", RawMessage.expectations, 10),
  ]

  static let all = classes.flatMap(\.messages)

  @Test func thereAreEnoughOfEachClass() {
    for (name, messages, atLeast) in Self.classes { #expect(messages.count >= atLeast, "\(name): \(messages.count)") }
    #expect(Self.all.count >= 220)
    let repeated = Dictionary(grouping: Self.all, by: \.bytes).values.filter { $0.count > 1 }.map { $0[0].name }
    #expect(repeated == [])
  }

  @Test("each gets its listed answer, and what follows a refused one is never executed", arguments: classes.map(\.name))
  func answersAsListed(_ name: String) throws {
    for message in Self.messages(of: name) {
      let outcome = try Outcome([message.bytes + RawMessage.sentinel])
      let expected = message.statuses + (message.ends ? [] : [200])
      #expect(outcome.answers.map(\.status) == expected, "\(message)")
      #expect(outcome.executed.count == message.executions + (message.ends ? 0 : 1), "\(message)")
      #expect(outcome.executed.contains(RawMessage.sentinelPath) == !message.ends, "\(message)")
      #expect(outcome.isEnding == message.ends, "\(message)")
      guard message.ends, let last = outcome.answers.last else { continue }
      #expect(last["connection"] == ["close"], "\(message)")
      guard last.status != 200 else { continue }
      #expect(last.code.map { $0 / 100 } == Int64(last.status), "\(message)")
      #expect(last["content-type"] == ["application/json"], "\(message)")
    }
  }

  @Test("it does not matter how the bytes are split", arguments: classes.map(\.name))
  func splitAnywhere(_ name: String) throws {
    var random = SeededGenerator(seed: 0x5_C1)
    for message in Self.messages(of: name) {
      let bytes = message.bytes + RawMessage.sentinel
      let whole = try Outcome([bytes])
      var splits = (0..<4).map { _ in Self.split(bytes, at: (0..<3).map { _ in random.below(bytes.count) }) }
      if bytes.count < 2000 { splits.append(bytes.map { [$0] }) }
      for split in splits { #expect(try Outcome(split) == whole, "\(message): \(split.map(\.count))") }
    }
  }

  private static func messages(of name: String) -> [RawMessage] { classes.first { $0.name == name }?.messages ?? [] }

  private static func split(_ bytes: [UInt8], at places: [Int]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var start = 0
    for place in places.sorted() + [bytes.count] where place > start {
      parts.append(Array(bytes[start..<place]))
      start = place
    }
    return parts
  }

  /// What became of bytes.
  private struct Outcome: Equatable {
    let answers: [WireAnswer]
    let executed: [String]
    let isEnding: Bool

    init(_ pieces: [[UInt8]]) throws {
      let connection = try ConnectionUnderTest()
      for piece in pieces { try connection.send(piece) }
      answers = try connection.answers
      executed = connection.responder.paths
      isEnding = connection.isEnding
    }
  }
}
