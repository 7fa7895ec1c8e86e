import Testing

@testable import ShortAPISimulator

/// Which fault befalls which request.
struct FaultChoiceTests {
  private func kinds(_ book: inout FaultBook, _ count: Int, body: String = "", on: Fault.Endpoint = .create) -> [Fault.Kind?] {
    (0..<count).map { _ in book.take(on: on) { body.contains($0) }?.kind }
  }

  @Test func faultsAreUsedUpInOrder() {
    var book = FaultBook(
      [Fault(on: .create, .html, times: 2), Fault(on: .create, .dropAfter, times: 1), Fault(on: .query, .drop)], seed: 1)
    #expect(kinds(&book, 4) == [.html, .html, .dropAfter, nil])
    #expect(kinds(&book, 2, on: .query) == [.drop, .drop])
    #expect(book.entries.map(\.applied) == [2, 1, 2])
    #expect(book.entries.map(\.remaining) == [0, 0, nil])
  }

  @Test func matchChoosesRequests() {
    var book = FaultBook([Fault(on: .create, .html).with { $0.match = "cat" }], seed: 1)
    #expect(kinds(&book, 1, body: "a dog") == [nil])
    #expect(kinds(&book, 1, body: "a cat") == [.html])
  }

  @Test func chanceIsRepeatableAndAboutRight() {
    func run(seed: UInt64) -> [Fault.Kind?] {
      var book = FaultBook([Fault(on: .create, .html).with { $0.probability = 0.2 }], seed: seed)
      return kinds(&book, 5000)
    }
    #expect(run(seed: 7) == run(seed: 7))
    #expect(run(seed: 7) != run(seed: 8))
    #expect((900...1100).contains(run(seed: 7).count { $0 != nil }))
  }

  @Test func jobFaultsAreChosenApart() {
    var book = FaultBook([Fault(on: .create, .failJob), Fault(on: .create, .html)], seed: 1)
    #expect(kinds(&book, 1) == [.html])
    #expect(book.take(on: .create, concerningJob: true) { _ in true }?.kind == .failJob)
  }
}
