import Testing

@testable import TollgateEngine

@Suite("The gate before purchases with a refused key")
struct CredentialGateTests {
  @Test("a refused key stops purchases for a while, an accepted one opens the gate")
  func gate() {
    let gate = CredentialGate()
    #expect(gate.mayPurchase(atUptime: .zero))
    gate.noteRefusal(atUptime: .zero)
    #expect(!gate.mayPurchase(atUptime: .seconds(29)))
    #expect(gate.mayPurchase(atUptime: .seconds(30)))
    gate.noteRefusal(atUptime: .seconds(30))
    #expect(!gate.mayPurchase(atUptime: .seconds(31)))
    gate.noteAcceptance()
    #expect(gate.mayPurchase(atUptime: .seconds(31)))
  }
}
