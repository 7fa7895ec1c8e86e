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

  @Test("looks are counted, and those that are made again only once")
  func looks() throws {
    let memory = ResultMemory(limit: .mebibytes(1))
    let known = try generation(1)
    for willLookAgain in [true, false] {
      #expect(memory.known(of: known.slot, willLookAgain: willLookAgain) == nil)
      #expect(memory.record(of: known.number, willLookAgain: willLookAgain) == nil)
    }
    #expect(memory.figures.slots == .init(hits: 0, misses: 1) && memory.figures.records == .init(hits: 0, misses: 1))
    memory.noteFinished(known, at: at, seenAt: memory.epoch)
    for _ in 0..<2 { #expect(memory.known(of: known.slot, willLookAgain: true) != nil) }
    memory.noteRunning(try generation(2))
    let figures = memory.figures.slots
    #expect(figures.hits == 2 && figures.misses == 1 && figures.entries == 2 && figures.bytes > 0)
  }
}
