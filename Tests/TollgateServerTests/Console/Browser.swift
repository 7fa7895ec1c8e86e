import Foundation
import NIOHTTP1
import Testing
import TollgateCore
import TollgateServer
import TollgateTestSupport

/// Visits the console of a gateway as a browser does: with a cookie, an origin, and the form token of the last page.
final class Browser {
  static let token = "0123456789abcdef0123"

  let gateway: GatewayUnderTest
  private(set) var cookie: String?
  private(set) var formToken = ""

  init(_ gateway: GatewayUnderTest) { self.gateway = gateway }

  /// A gateway whose console asks for ``token``.
  static func setup(
    time: any TimeSource = SystemTimeSource(), _ change: (inout GatewayUnderTest.Setup) -> Void = { _ in }
  ) -> GatewayUnderTest.Setup {
    var setup = GatewayUnderTest.Setup(change)
    setup.console = { ConsoleSettings(administration: $0, token: AdminToken(Secret(Self.token)), time: time) }
    return setup
  }

  /// Runs a gateway with a browser that is signed in.
  static func signedIn(
    _ setup: GatewayUnderTest.Setup = setup(), _ body: (Browser) async throws -> Void
  ) async throws {
    try await GatewayUnderTest.run(setup) { gateway in
      let browser = Browser(gateway)
      try await browser.signIn()
      try await body(browser)
    }
  }

  func signIn() async throws {
    _ = try await get("sign-in")
    let reply = try await post("sign-in", ["token": Self.token])
    try #require(reply.status == 303, "\(reply.text)")
    _ = try await get("keys")
  }

  func get(_ path: String) async throws -> Reply {
    try await remembering(GatewayUnderTest.call(.GET, address(path), headers: headers))
  }

  /// Sends a form, with the token of the last page unless another one is named.
  func post(_ path: String, _ fields: [String: String], formToken: String? = nil) async throws -> Reply {
    var headers = headers
    headers["Origin"] = gateway.baseURL
    headers["Sec-Fetch-Site"] = "same-origin"
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    var fields = fields
    fields["form_token"] = formToken ?? self.formToken
    let body = fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
    return try await remembering(GatewayUnderTest.call(.POST, address(path), headers: headers, body: body))
  }

  static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private var headers: [String: String] { cookie.map { ["Cookie": $0] } ?? [:] }

  private func address(_ path: String) -> String { gateway.baseURL + "/-/console/" + path }

  private func remembering(_ reply: Reply) -> Reply {
    if let field = reply["Set-Cookie"] {
      cookie = field.contains("Max-Age=0") ? nil : String(field.prefix { $0 != ";" })
    }
    if let match = reply.text.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/) { formToken = String(match.1) }
    return reply
  }
}
