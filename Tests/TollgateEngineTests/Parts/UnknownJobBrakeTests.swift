import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("The brake on guessed job ids")
struct UnknownJobBrakeTests {
  @Test("after sixty unknown ids in a minute a key's answers come one a second; other keys do not wait")
  func brake() {
    let brake = UnknownJobBrake()
    let key = KeyID.random()
    for _ in 0..<60 { #expect(brake.delay(for: key, atUptime: .zero) == .zero) }
    #expect(brake.delay(for: key, atUptime: .zero) == .seconds(1))
    #expect(brake.delay(for: key, atUptime: .zero) == .seconds(2))
    for _ in 0..<100 { #expect(brake.delay(for: key, atUptime: .zero) <= .seconds(10)) }
    #expect(brake.delay(for: .random(), atUptime: .zero) == .zero)
    #expect(brake.delay(for: key, atUptime: .seconds(3600)) == .zero)
  }
}
