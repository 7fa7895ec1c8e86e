import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateServer

@Suite("A page of the console that fails says so in a page")
struct ConsoleFailureTests {
  @Test func unexpectedErrors() async throws {
    try await GatewayUnderTest.run { gateway in
      let settings = ConsoleSettings(administration: gateway.engine.administration)
      let requestGuard = RequestGuard(publicAuthority: nil)
      var responder = try ConsoleResponder(
        settings, gate: ConsoleGate(names: requestGuard, listener: "127.0.0.1"),
        links: LinkBase(publicURL: nil, listener: "127.0.0.1:8080", isSecure: false), isOpen: { true }, logger: .silent)
      let whole = try await Self.page("gallery", responder)
      #expect(whole.status == .ok)
      let templates = try ConsoleTemplates(files: ConsoleFiles(), missing: ["gallery.mustache"])
      responder.pages = ConsolePages(
        administration: settings.administration, templates: templates, calendar: ConsoleCalendar(timeZone: .gmt),
        time: settings.time)
      let broken = try await Self.page("gallery", responder)
      #expect(broken.status == .internalServerError)
      #expect(broken.headers[.contentType] == "text/html; charset=utf-8")
      #expect(broken.headers[.contentSecurityPolicy] != nil && broken.headers[.cacheControl] == "no-store")
    }
  }

  private static func page(_ path: String, _ responder: ConsoleResponder) async throws -> Response {
    let head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:8080", path: "/-/console/" + path)
    let client = ClientAddress(of: head, over: EmbeddedChannel(), trusting: TrustedProxies(), overSocket: true)
    return try await responder.response(
      to: Request(head: head, body: RequestBody(buffer: ByteBuffer())), at: [path], from: client)
  }
}
