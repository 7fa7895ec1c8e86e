import Foundation
import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// How long `verify` takes on many purchases: `./dev prove books`.
@Suite struct LargeBooksTests {
  private static let count = ProcessInfo.processInfo.environment["TOLLGATE_TEST_BOOKS"].flatMap { Int($0) } ?? 3000

  @Test func manyPurchasesAreVerified() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await LargeBooks.fill(store, count: Self.count)
        let clock = ContinuousClock()
        try await store.pool.read { db in
          let file = try clock.measure { _ = try Verification.file(db) }
          print("verify: \(file) The file, its references and its schema.")
          for rule in VerificationRule.all {
            let time = try clock.measure { _ = try rule.check(db) }
            if time > .seconds(1) { print("verify: \(time) \(rule.rule)") }
          }
        }
        let start = clock.now
        let report = try await store.verify()
        print("verify: \(clock.now - start) together, of \(Self.count) purchases")
        #expect(report.isClean)
        #expect(report.checks.map(\.checked).max() ?? 0 >= Self.count)
      }
    }
  }
}
