import HTTPTypes
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("What keys read is one read at a time, and ends")
struct KeyReadsTests {
  private static func isRefusal(_ error: any Error) -> Bool { (error as? AdministrationRefusal)?.status == .tooManyRequests }

  @Test("a second read of a key is refused at once; other keys and administrators are not", .timeLimit(.minutes(15)))
  func oneAtATime() async throws {
    let reads = KeyReads(deadline: .seconds(600))
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Int.self) { group async throws in
      group.addTask {
        try await reads.serve(.key("alice")) {
          begin.yield()
          for await _ in ended { break }
          return 1
        }
      }
      for await _ in began { break }
      await #expect {
        try await reads.serve(.key("alice")) { 2 }
      } throws: { Self.isRefusal($0) }
      #expect(try await reads.serve(.key("bob")) { 3 } == 3)
      #expect(try await reads.serve(.administrator) { 4 } == 4)
      end.yield()
      #expect(try await group.next() == 1)
    }
    #expect(try await reads.serve(.key("alice")) { 5 } == 5)
  }

  @Test("a read that takes too long is cancelled, and said to be; an administrator's goes on", .timeLimit(.minutes(15)))
  func deadline() async throws {
    let reads = KeyReads(deadline: .milliseconds(20))
    let wasCancelled = NIOLockedValueBox(false)
    await #expect {
      try await reads.serve(.key("alice")) {
        do { try await Task.sleep(for: .seconds(600)) } catch {
          wasCancelled.withLockedValue { $0 = true }
          throw error
        }
      }
    } throws: { error in
      (error as? AdministrationError)?.kind == .unavailable
    }
    #expect(wasCancelled.withLockedValue { $0 })
    // Its place is free again. It has the same short deadline.
    try await eventually("the next read") { () async throws -> Bool in
      do { return try await reads.serve(.key("alice")) { true } } catch let error as AdministrationError {
        if error.kind == .unavailable { return false } else { throw error }
      }
    }
    #expect(
      try await reads.serve(.administrator) {
        try await Task.sleep(for: .milliseconds(60))
        return 2
      } == 2)
  }

  @Test("what a read throws is what is thrown")
  func failure() async throws {
    let reads = KeyReads()
    for _ in 1...2 {
      await #expect(throws: AdministrationError.notYours) {
        try await reads.serve(.key("alice")) { () async throws -> Int in throw AdministrationError.notYours }
      }
    }
  }
}
