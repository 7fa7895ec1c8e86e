import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Records in memory")
struct RecordTemplateTests {
  @Test("a record takes no more than its text and what is said of its size", arguments: (2...12).map { $0 * 1700 })
  func size(length: Int) throws {
    let machine = GenerationStateMachine(
      state: .succeeded, hold: .zero, captured: .zero, isChargeUnstated: false, refunded: .zero, files: .none)
    let generation = Generation(
      number: try #require(GenerationNumber(1)), slot: Slot(content: Content(hashing: []), scope: .gateway),
      keepsResult: true, key: KeyID.random(), team: nil, model: "acme/pictures",
      createdAt: Timestamp(millisecondsSince1970: 1), machine: machine)
    let text = String(repeating: "x", count: length)
    let template = RecordTemplate(generation, upstreamRecord: ["result": ["text": .text(text)]], blobs: [:])
    #expect((length...length * 5 / 4 + 800).contains(template.size))
  }
}
