import Testing
import TollgateCore
import TollgateServer
import TollgateTestSupport

@Suite("The console over https")
struct EncryptedConsoleTests {
  @Test func itsCookieStaysThere() async throws {
    try await EncryptedGateway.run {
      $0.console = { ConsoleSettings(administration: $0, token: AdminToken(Secret(Browser.token))) }
    } _: { gateway, _, _ in
      let browser = Browser(gateway)
      _ = try await browser.get("sign-in")
      let reply = try await browser.post("sign-in", ["token": Browser.token])
      #expect(reply.status == 303 && reply["Set-Cookie"]?.contains("; Secure") == true)
      #expect(try await browser.get("keys").status == 200)
    }
    try await GatewayUnderTest.run(Browser.setup()) { gateway in
      let browser = Browser(gateway)
      _ = try await browser.get("sign-in")
      let reply = try await browser.post("sign-in", ["token": Browser.token])
      #expect(reply.status == 303 && reply["Set-Cookie"]?.contains("Secure") == false)
    }
  }
}
