import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

/// Hostile texts in what programs read: JSON stays JSON, heads have no further fields, and events no further lines.
@Suite("Hostile texts are only texts in the answers to programs", .timeLimit(.minutes(15)))
struct HostileAnswerTests {
  private static let token = "an-admin-token-for-tests"

  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private static func quoted(_ text: String) -> String { "\"\(String(decoding: CanonicalJSON.inner(text), as: UTF8.self))\"" }

  @Test("problems of the administration's API are valid JSON of their own type, whatever is asked for")
  func problems() async throws {
    try await GatewayUnderTest.run(.init { $0.adminToken = Secret(Self.token) }) { gateway in
      let base = gateway.baseURL + "/-/api/"
      for text in HostileTexts.all {
        let (path, body) = (Self.escaped(text), Self.quoted(text))
        let calls: [(HTTPMethod, String, String?)] = [
          (.GET, path, nil), (.GET, "keys/\(path)", nil), (.GET, "keys?\(path)=\(path)", nil), (.GET, "teams/\(path)/use", nil),
          (.GET, "generations?state=\(path)", nil), (.GET, "generations?model=\(path)&search=\(path)", nil),
          (.GET, "generations/\(path)", nil), (.GET, "usage?by=\(path)", nil), (.GET, "ledger?day=\(path)&kind=\(path)", nil),
          (.GET, "cache?content=\(path)", nil), (.GET, "cache?key=\(path)", nil), (.GET, "callbacks?state=\(path)", nil),
          (.GET, "configuration?\(path)", nil), (.POST, "keys", #"{"name":\#(body),"team":\#(body),"models":[\#(body)]}"#),
          (.POST, "keys", #"{\#(body):1}"#), (.POST, "keys", text), (.POST, "teams", #"{"name":\#(body)}"#),
          (.POST, "teams", #"{"name":"a","budgets":{"day":\#(body)}}"#), (.PATCH, "keys/\(path)", #"{"team":\#(body)}"#),
          (.POST, "callbacks/\(path)/retry", nil), (.POST, "generations/g1/resolve", #"{\#(body):{}}"#),
          (.POST, "quote?key=\(path)", #"{"model":\#(body),"args":{}}"#), (.POST, "quote", #"{\#(body):\#(body)}"#),
          (.POST, "cache/explain", #"{"model":\#(body),"args":{\#(body):\#(body)}}"#), (.POST, "verify?files=\(path)", nil),
        ]
        for (method, target, body) in calls {
          let reply = try await GatewayUnderTest.call(method, base + target, key: Self.token, body: body)
          let what = "\(method) \(target) \(body ?? ""): \(reply.status) \(reply.text)"
          #expect(reply.status < 500 && reply.status != 201, "\(what)")
          let type = reply.status < 300 ? "application/json" : "application/problem+json"
          #expect(reply["Content-Type"] == type && reply["X-Content-Type-Options"] == "nosniff", "\(what)")
          #expect(throws: Never.self, "\(what)") { try reply.json }
          #expect(reply["Set-Cookie"] == nil, "\(what)")
        }
      }
      #expect(try await gateway.engine.administration.keys().isEmpty)
      #expect(try await gateway.engine.administration.teams().isEmpty)
    }
  }

  @Test("names of keys and teams have harmless characters only")
  func names() async throws {
    try await GatewayUnderTest.run { gateway async throws in
      let administration = gateway.engine.administration
      for text in HostileTexts.all {
        await #expect(throws: AdministrationError.self) { try await administration.createKey(NewKey(name: text)) }
        await #expect(throws: AdministrationError.self) { try await administration.createKey(NewKey(name: "a", team: text)) }
        await #expect(throws: AdministrationError.self) { try await administration.createTeam(NewTeam(name: text)) }
      }
      #expect(try await administration.keys().isEmpty)
      #expect(try await administration.teams().isEmpty)
    }
  }

  @Test("what the vendor says is passed on as one text, in both lanes", .bothLanes)
  func vendorErrors() async throws {
    try await GatewayUnderTest.run { gateway in
      for (index, text) in HostileTexts.all.enumerated() {
        gateway.simulator.setFaults([Fault(on: .create, .reject).with { $0.info = text }])
        let refused = try await gateway.create(Body.picture("refused \(index)"))
        gateway.simulator.clearFaults()
        #expect(refused["Content-Type"] == "application/json")
        let members = try #require(try refused.json.object).members.map(\.name.text)
        #expect(members == ["code", "info", "message"], "\(refused.text)")
        let prompt = String(decoding: CanonicalJSON.inner(text), as: UTF8.self)
        let job = try await gateway.finished(Body.picture("\(index) \(prompt)"))
        let record = try await gateway.query(try job.jobID)
        #expect(try record.data["args"]?["prompt"]?.string == "\(index) \(text)", "\(text.debugDescription)")
      }
    }
  }

  @Test("fields of a request are no fields of the answer", .bothLanes)
  func fields() async throws {
    try await GatewayUnderTest.run { gateway in
      let usual = try await gateway.wire("POST", "/api/v1/job/create", body: Body.picture("a lighthouse"))
      let known = Set(usual.headers.map { $0.name.canonicalName })
        .union(["tollgate-notice", "retry-after", "tollgate-saved", "age", "content-type", "connection", "tollgate-charged"])
      #expect(HostileTexts.inFields.count >= 30)
      for text in HostileTexts.inFields {
        for name in ["User-Agent", "X-Request-Id", "traceparent", "Tollgate-Variant", "Idempotency-Key", "Referer", "Accept"] {
          let reply = try await gateway.wire(
            "POST", "/api/v1/job/create", headers: [(name, text)], body: Body.picture("a lighthouse"))
          #expect([200, 400].contains(reply.status), "\(name): \(text)")
          let names = Set(reply.headers.map { $0.name.canonicalName })
          #expect(names.isSubset(of: known), "\(name): \(text): \(names.subtracting(known))")
          #expect(throws: Never.self, "\(name): \(text)") { try reply.json }
        }
        let wish = Body.picture("a lighthouse", further: #","callback_url":\#(Self.quoted(text))"#)
        let reply = try await gateway.create(wish)
        #expect(Set(reply.headers.map { $0.name.canonicalName }).isSubset(of: known), "\(text)")
      }
    }
  }

  @Test("an event is three lines, whatever its model is called")
  func events() async throws {
    try await GatewayUnderTest.run(.init { $0.adminToken = Secret(Self.token) }) { gateway in
      var request = HTTPClientRequest(url: gateway.baseURL + "/-/api/events")
      request.headers.add(name: "Authorization", value: "Bearer \(Self.token)")
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
      for text in HostileTexts.all {
        _ = try await gateway.create(#"{"model":\#(Self.quoted(text)),"args":{}}"#)
      }
      var text = ""
      for try await piece in response.body {
        text += String(buffer: piece)
        if text.contains(#""number":\#(HostileTexts.all.count),"#), text.hasSuffix("\n\n") { break }
      }
      // Whoever watches does not hold a shutdown up.
      gateway.engine.drain.begin()
      let blocks = text.replacing("retry: 2000\n\n", with: "").components(separatedBy: "\n\n").dropLast()
        .filter { !$0.hasPrefix(":") }
      #expect(blocks.count == HostileTexts.all.count)
      for (block, model) in zip(blocks, HostileTexts.all) {
        let lines = block.components(separatedBy: "\n")
        #expect(lines.count == 3 && lines.first == "event: request" && lines[1].hasPrefix("id: "), "\(block)")
        let data = try CanonicalJSON.parse(Array((lines.last ?? "").dropFirst("data: ".count).utf8))
        #expect(data["model"]?.string == model && data["outcome"]?.string == "refused", "\(block)")
        // Other line ends of the stream's format, and of whoever prints it.
        #expect(!block.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(block.debugDescription)")
      }
    }
  }
}
