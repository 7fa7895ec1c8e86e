import ArgumentParser
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// Nothing is said to be done because somebody answered: at a wrong address, a page has the status of a success, too.
@Suite(.timeLimit(.minutes(15))) struct ForeignAnswerTests {
  /// Something to ask of an administration.
  struct Question: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ask: @Sendable (any Administration) async throws -> Void

    init(_ name: String, _ ask: @escaping @Sendable (any Administration) async throws -> Void) {
      testDescription = name
      self.ask = ask
    }
  }

  private static func one() throws -> GenerationNumber { try #require(GenerationNumber(1)) }

  private static let questions = [
    Question("revoke") { try await $0.revokeKey(named: "alice") },
    Question("remove a team") { try await $0.removeTeam(named: "design") },
    Question("pin") { try await $0.pin(try one(), true) },
    Question("unpin") { try await $0.pin(try one(), false) },
    Question("purge") { _ = try await $0.purge(try one()) },
    Question("list") { _ = try await $0.keys() },
    Question("create") { _ = try await $0.createTeam(NewTeam(name: "design", budgets: [:])) },
    Question("export") { _ = try await $0.export(ResultQuery()) },
    Question("import") { administration in
      let pieces = AsyncThrowingStream<[UInt8], any Error> { $0.finish() }
      _ = try await administration.importBundle(pieces)
    },
    Question("verify") { _ = try await $0.verify(readingFiles: false) },
    Question("watch") { for try await _ in try await $0.events() {} },
  ]

  private static let pages = [
    FixedServer.answer("200 OK", "<html>Sign in</html>", type: "text/html; charset=utf-8"),
    FixedServer.answer("200 OK", "{}"), FixedServer.answer("200 OK", "{}", type: "text/json"),
    FixedServer.answer("200 OK", "", type: "text/plain"), FixedServer.answer("202 Accepted", "{}"),
    FixedServer.answer("404 Not Found", "<h1>nginx</h1>", type: "text/html"),
    FixedServer.answer("404 Not Found", #"{"detail":"There is no such result.","kind":"notFound"}"#),
    FixedServer.answer("404 Not Found", #"{"code":404,"message":"There is no such result."}"#),
    FixedServer.answer("502 Bad Gateway", "", type: "text/plain"),
  ]

  /// What is said where a server gives this answer.
  private static func failure(
    _ question: Question, _ answer: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> CommandFailure? {
    try await FixedServer.answering(answer) { server in
      let gateway = RemoteGateway(address: "http://127.0.0.1:\(server.port)", token: nil, authorities: nil)
      do {
        try await AdministrationAccess(place: .network(gateway)).run { try await question.ask($0) }
        return nil
      } catch let failure as CommandFailure {
        return failure
      }
    }
  }

  @Test(arguments: questions) func isNoSuccess(_ question: Question) async throws {
    for page in Self.pages {
      let failure = try await Self.failure(question, page)
      #expect(failure?.code == .unavailable, "\(page) \(failure?.sentence ?? "was taken for a success")")
      #expect(failure?.sentence.contains("no Tollgate") == true, "\(page) \(failure?.sentence ?? "")")
    }
  }

  @Test func aBundleWithoutItsCountsIsNone() async throws {
    let export = Question("export") { _ = try await $0.export(ResultQuery()) }
    let counts = "Tollgate-Entries: 1\r\nTollgate-Files: 0\r\n"
    let answer = FixedServer.answer("200 OK", "", type: "application/x-tar", fields: counts)
    #expect(try await Self.failure(export, answer)?.sentence.contains("no Tollgate") == true)
    let whole = FixedServer.answer("200 OK", "", type: "application/x-tar", fields: counts + "Tollgate-Skipped: 0\r\n")
    #expect(try await Self.failure(export, whole) == nil)
  }

  @Test func theRightFormIsASuccess() async throws {
    let nothing = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
    for question in Self.questions.prefix(4) { #expect(try await Self.failure(question, nothing) == nil) }
    let list = Question("list") { _ = try await $0.keys() }
    #expect(try await Self.failure(list, FixedServer.answer("200 OK", "[]", type: "Application/JSON; charset=utf-8")) == nil)
    #expect(try await Self.failure(list, nothing)?.code == .unavailable)
  }

  /// A secret is written to the terminal as it came.
  @Test(arguments: ["", "two words", "\u{1B}]0;forged\u{7}", "tg_\u{9B}31m", "tg_\u{202E}x", "tg_1\nforged", "tg_é"])
  func aSecretIsWhatATerminalShows(_ secret: String) async throws {
    struct Rotated: Encodable {
      let key: KeySummary
      let secret: String
    }
    let key = try Samples.key("alice")
    let questions = [
      Question("create") { _ = try await $0.createKey(NewKey(name: "alice")) },
      Question("rotate") { _ = try await $0.rotateKey(named: "alice", KeyRotation()) },
    ]
    func answer(_ secret: String) throws -> String {
      FixedServer.answer("201 Created", try JSONText.line(Rotated(key: key, secret: secret)))
    }
    for question in questions {
      #expect(try await Self.failure(question, try answer(secret))?.code == .unavailable)
      #expect(try await Self.failure(question, try answer("tg_0aZ~!")) == nil)
    }
    let callbacks = Question("callbacks") { _ = try await $0.callbackSecret(ofKeyNamed: nil) }
    let body = FixedServer.answer("200 OK", try JSONText.line(CallbackSecret(secret: secret)))
    #expect(try await Self.failure(callbacks, body)?.code == .unavailable)
  }

  @Test(arguments: HostileTexts.all) func namesOfTeamsStayText(_ name: String) async throws {
    let teams = FixedServer.answer("200 OK", try JSONText.line([try Samples.team(name)]))
    try await FixedServer.answering(teams) { server in
      let command = try KeysCreate.parse([
        "alice", "--team", "design", "--gateway", "http://127.0.0.1:\(server.port)", "--token", "x",
      ])
      let failure = await #expect(throws: CommandFailure.self) { try await command.run() }
      #expect(failure?.code == .validationFailure)
      Harmless.expect(Console.lines(ofError: failure?.sentence ?? "").joined(separator: "\n"), lines: 1)
    }
  }
}
