import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct AdminSettingTests {
  @Test func thereIsNoTokenUnlessOneIsGiven() throws {
    #expect(try parse("").admin.token == nil)
    #expect(try parse(#"admin: {token: ""}"#).admin.token == nil)
    #expect(try parse("admin: {token: null}").admin.token == nil)
    #expect(try parse("admin: {token: 0123456789abcdef}").admin.token?.reveal() == "0123456789abcdef")
  }

  @Test func theTokenIsNotShown() throws {
    let text = try parse("admin: {token: 0123456789abcdef}").rendered()
    #expect(text.contains(#"token: "***""#) && !text.contains("0123456789abcdef"))
  }

  @Test(arguments: ["short", "0123456789abcde", "0123456789 abcdef", "***"])
  func aTokenThatIsEasilyGuessedIsRefused(_ token: String) {
    let problem = problems("admin: {token: \"\(token)\"}").first
    #expect(problem?.contains("at least 16") == true && problem?.contains("openssl rand -hex 32") == true)
    #expect(token == "***" || problem?.contains(token) != true)
  }
}
