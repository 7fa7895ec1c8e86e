import Testing

@testable import TollgateEngine

@Suite("Secrets of created keys")
struct KeySecretTests {
  @Test("a created key's secret has 160 random bits and a checksum, and none comes twice")
  func secrets() {
    let secrets = (0..<1000).map { _ in KeySecret.random() }
    #expect(Set(secrets).count == 1000)
    #expect(secrets.allSatisfy { $0.hasPrefix("tg_") && $0.count == 51 })
  }
}
