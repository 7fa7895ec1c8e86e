import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("What is remembered of the store")
struct ResultMemoryTests {
  private let at = Timestamp(millisecondsSince1970: 0)

  private func generation(_ number: Int64) throws -> Generation {
    Generation(
      number: try #require(GenerationNumber(number)), slot: Slot(content: Content(hashing: []), scope: .gateway),
      keepsResult: true,
      key: .random(), team: nil, model: "m", createdAt: at, machine: GenerationStateMachine(hold: .zero))
  }

  @Test("what a reader saw before a change is not remembered where nobody could read what came of it")
  func changeWithoutContents() throws {
    let memory = ResultMemory(limit: .mebibytes(1))
    let (old, new) = (try generation(1), try generation(2))
    let epoch = memory.epoch
    memory.beginChange(by: new)
    memory.endChange(by: new, contents: nil)
    memory.noteFinished(old, at: at, seenAt: epoch)
    #expect(memory.known(of: old.slot) == nil)
    memory.noteFinished(old, at: at, seenAt: memory.epoch)
    #expect(memory.known(of: old.slot) != nil)
  }
}
