import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct RetentionSettingTests {
  @Test func detailsOfMoneyStayUnlessSomebodyWantsOtherwise() throws {
    let none = try parse("").retention
    #expect(none.minutes == .limited(.seconds(30 * 86_400)) && none.ledger == .forever)
    let both = try parse("retention: {minutes: forever, ledger: 400d}").retention
    #expect(both.minutes == .forever && both.ledger == .limited(.seconds(400 * 86_400)))
  }

  /// A late refund is booked in its hold's window for a week, and charts show days.
  @Test(arguments: ["minutes: 1d", "minutes: 47h", "ledger: 59d", "ledger: 0d", "minutes: null"])
  func nothingGoesThatIsStillNeeded(_ setting: String) {
    #expect(problems("retention: {\(setting)}").count == 1)
  }
}
