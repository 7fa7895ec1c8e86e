import ArgumentParser
import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// What the command line says where a gateway elsewhere does not do what was asked.
@Suite(.timeLimit(.minutes(15))) struct RemoteAnswerTests {
  private static let token = "the-admin-token-of-a-test"

  /// Asks for the budgets.
  private static func ask(
    _ address: String, token: String? = Self.token, authorities: String? = nil
  ) async throws -> [BudgetSummary] {
    let gateway = RemoteGateway(address: address, token: token.map { Secret($0) }, authorities: authorities)
    return try await AdministrationAccess(place: .network(gateway)).run { try await $0.budgets() }
  }

  /// Expects a refusal with an exit code and words.
  private static func expect(
    _ code: ExitCode, _ words: [String], from address: String, token: String? = Self.token, authorities: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    do {
      _ = try await ask(address, token: token, authorities: authorities)
      Issue.record("It was answered.", sourceLocation: sourceLocation)
    } catch let failure as CommandFailure {
      #expect(failure.code == code, "\(failure.sentence)", sourceLocation: sourceLocation)
      for word in words { #expect(failure.sentence.contains(word), "\(failure.sentence)", sourceLocation: sourceLocation) }
      #expect(!failure.sentence.contains(Self.token), sourceLocation: sourceLocation)
    }
  }

  @Test func asksWithTheToken() async throws {
    try await FixedServer.answering(FixedServer.answer("200 OK", "[]")) { server async throws in
      #expect(try await Self.ask("http://127.0.0.1:\(server.port)").isEmpty)
      #expect(server.requests.contains("GET /-/api/budgets HTTP/1.1\r\n"))
      #expect(server.requests.contains("Authorization: Bearer \(Self.token)\r\n"))
      #expect(try await Self.ask("http://127.0.0.1:\(server.port)/below", token: nil).isEmpty)
      #expect(server.requests.contains("GET /below/-/api/budgets HTTP/1.1\r\n"))
      #expect(server.requests.components(separatedBy: "Authorization").count == 2)
    }
  }

  @Test func saysWhoRefuses() async throws {
    let problem = #"{"detail":"Because.","kind":"invalid"}"#
    try await FixedServer.answering(FixedServer.problem("401 Unauthorized", problem)) { server in
      let address = "http://127.0.0.1:\(server.port)"
      try await Self.expect(.failure, ["does not accept this token", "Because."], from: address)
      try await Self.expect(.failure, ["TOLLGATE_ADMIN_TOKEN", "--token-file"], from: address, token: nil)
    }
    try await FixedServer.answering(FixedServer.answer("403 Forbidden", #"{"code":40302,"info":"x","message":"Foreign."}"#)) {
      try await Self.expect(.failure, ["refuses this", "Foreign."], from: "http://127.0.0.1:\($0.port)")
    }
    try await FixedServer.answering(FixedServer.problem("409 Conflict", #"{"detail":"Taken.","kind":"conflict"}"#)) {
      try await Self.expect(.failure, ["Taken."], from: "http://127.0.0.1:\($0.port)")
    }
  }

  @Test func knowsWhatIsNoTollgate() async throws {
    for answer in [
      FixedServer.answer("404 Not Found", "<h1>nginx</h1>", type: "text/html"),
      FixedServer.answer("200 OK", "<html>", type: "text/html"),
      FixedServer.answer("200 OK", #"{"hello":"world"}"#), FixedServer.answer("500 Internal Server Error", ""),
    ] {
      try await FixedServer.answering(answer) {
        try await Self.expect(.unavailable, ["no Tollgate"], from: "http://127.0.0.1:\($0.port)")
      }
    }
    try await FixedServer.answering("220 mail.example ESMTP\r\n") {
      try await Self.expect(.unavailable, ["does not speak HTTP"], from: "http://127.0.0.1:\($0.port)")
    }
    try await FixedServer.answering("") {
      try await Self.expect(.unavailable, ["closed the connection"], from: "http://127.0.0.1:\($0.port)")
    }
  }

  /// The token is for one place.
  @Test func followsNoRedirection() async throws {
    try await FixedServer.answering(FixedServer.answer("200 OK", "[]")) { thief in
      for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let fields = "Location: http://127.0.0.1:\(thief.port)/\r\n"
        try await FixedServer.answering(FixedServer.answer(status, "", fields: fields)) {
          try await Self.expect(.unavailable, ["redirects", "\(thief.port)"], from: "http://127.0.0.1:\($0.port)")
        }
      }
      #expect(thief.requests.isEmpty)
    }
  }

  @Test func saysThatNothingListens() async throws {
    let port = try FreePort.next()
    try await Self.expect(.unavailable, ["Nothing listens"], from: "http://127.0.0.1:\(port)")
    try await Self.expect(.unavailable, ["Nothing listens"], from: "https://localhost:\(port)")
    try await Self.expect(.unavailable, ["no host of the name"], from: "https://gateway.invalid")
  }

  @Test func trustsWhoIsVouchedFor() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let authorities = folder.appending(path: "ca.pem").path
      try Data(TestCertificates.good.pem.utf8).write(to: URL(filePath: authorities))
      try await FixedServer.answering(FixedServer.answer("200 OK", "[]"), over: try TestCertificates.good.server()) { server in
        let address = "https://localhost:\(server.port)"
        #expect(try await Self.ask(address, authorities: authorities).isEmpty)
        try await Self.expect(.unavailable, ["not trusted", "--ca-file"], from: address)
        try await Self.expect(.unavailable, ["https://"], from: "http://127.0.0.1:\(server.port)")
        #expect(server.requests.components(separatedBy: Self.token).count == 2)
      }
      try await FixedServer.answering(FixedServer.answer("200 OK", "[]"), over: try TestCertificates.otherName.server()) {
        server in
        let other = folder.appending(path: "other.pem").path
        try Data(TestCertificates.otherName.pem.utf8).write(to: URL(filePath: other))
        try await Self.expect(
          .unavailable, ["another name"], from: "https://localhost:\(server.port)", authorities: other)
        #expect(server.requests.isEmpty)
      }
      try await FixedServer.answering(FixedServer.answer("200 OK", "[]")) {
        try await Self.expect(.unavailable, ["does not speak TLS"], from: "https://localhost:\($0.port)")
      }
      try await Self.expect(.configuration, ["--ca-file"], from: "https://localhost:1", authorities: "/absent.pem")
    }
  }

  /// What a stranger says stays on its line.
  @Test(arguments: HostileTexts.all) func hostileReasonsStayText(_ text: String) async throws {
    let body = String(decoding: try JSONEncoder().encode(["detail": text, "kind": "conflict"]), as: UTF8.self)
    try await FixedServer.answering(FixedServer.problem("409 Conflict", body)) { server in
      do {
        _ = try await Self.ask("http://127.0.0.1:\(server.port)")
        Issue.record("It was answered.")
      } catch let failure as CommandFailure {
        Harmless.expect(Console.lines(ofError: failure.sentence).joined(separator: "\n"), lines: 1)
      }
    }
  }
}
