import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import TollgateCore

/// The console under `/-/console/`: pages for the people who run the gateway. Whoever is not let in sees the sign-in only.
struct ConsoleResponder: Sendable {
  /// The largest form.
  private static let formLimit = 64 << 10
  private static let events = ["live", "events"]

  let settings: ConsoleSettings
  let gate: ConsoleGate
  var pages: ConsolePages
  let files: ConsoleFiles
  let links: LinkBase
  let logger: Logger
  private let sessions: ConsoleSessions
  private let wrongAttempts = WrongAttempts(delay: .milliseconds(500), capacity: 8)
  /// Whether the gateway asks nobody for a key.
  private let isOpen: @Sendable () -> Bool

  /// - Throws: where a template is none.
  init(
    _ settings: ConsoleSettings, gate: ConsoleGate, links: LinkBase, isOpen: @escaping @Sendable () -> Bool, logger: Logger
  ) throws {
    self.settings = settings
    self.gate = gate
    self.isOpen = isOpen
    self.links = links
    self.logger = logger
    files = ConsoleFiles()
    sessions = ConsoleSessions(token: settings.token, time: settings.time)
    pages = ConsolePages(
      administration: settings.administration, templates: try ConsoleTemplates(files: files),
      calendar: ConsoleCalendar(timeZone: settings.timeZone), time: settings.time)
  }

  /// Whether there is a console at all: with keys only behind a token.
  var exists: Bool { settings.token.current != nil || isOpen() }

  /// Answers a request to a path under `/-/console`.
  ///
  /// - Parameters:
  ///   - request: with its body.
  ///   - path: the segments behind `/-/console`.
  ///   - client: who asks.
  /// - Returns: a page, a redirection or a file.
  /// - Throws: only where the connection is beyond an answer.
  func response(to request: Request, at path: [String], from client: ClientAddress) async throws -> Response {
    do {
      try gate.check(request.head, needsToken: settings.token.current != nil)
    } catch {
      let page = try pages.refusal(error.status, error.sentence)
      return ConsoleAnswer.page(page, status: error.status).response
    }
    if path.first == "static" { return files.response(to: request, at: Array(path.dropFirst())) }
    let visitor = visitor(of: request)
    do {
      return try await answer(request, at: path, visitor, client).response
    } catch let error as ConsoleRefusal {
      let page = try pages.refusal(error.status, error.sentence, at: path, visitor)
      return ConsoleAnswer.page(page, status: error.status).response
    } catch let error as AdministrationError {
      let status = HTTPResponse.Status(error.kind)
      let page = try pages.refusal(status, error.browserSentence, at: path, visitor)
      return ConsoleAnswer.page(page, status: status).response
    } catch let error as HTTPParserError {
      // The connection is beyond an answer.
      throw error
    } catch {
      logger.error("a page of the console failed in a way nobody thought of", metadata: ["error": "\(error)"])
      let sentence = ErrorAnswer.internalError.sentence
      let page = try pages.refusal(.internalServerError, sentence, at: path, visitor)
      return ConsoleAnswer.page(page, status: .internalServerError).response
    }
  }

  private func answer(
    _ request: Request, at path: [String], _ visitor: ConsoleVisitor, _ client: ClientAddress
  ) async throws -> ConsoleAnswer {
    let isUnsafe = request.method == .post
    let form = isUnsafe ? try await form(of: request) : FormFields()
    if isUnsafe, !ConstantTime.areEqual(form["form_token"] ?? "", visitor.formToken) { throw ConsoleRefusal.staleForm }
    if path == ["sign-in"] { return try await signIn(request, form, visitor, client) }
    guard visitor.isAdmitted else {
      if isUnsafe { throw ConsoleRefusal.signedOut }
      if path == Self.events { return .endOfEvents }
      return .redirect(to: ConsoleRoute.signIn)
    }
    if path == ["sign-out"], isUnsafe {
      if let cookie = ConsoleCookie.value(in: request.headers) { sessions.end(cookie) }
      return .redirect(to: ConsoleRoute.signIn, cookie: ConsoleCookie.expired)
    }
    if path == Self.events, !isUnsafe { return .events(try await events(for: request)) }
    let visit = ConsoleVisit(
      path: path, query: FormFields(request.uri.query ?? ""), form: form, visitor: visitor,
      base: links.base(for: request.head))
    return try await isUnsafe ? pages.act(visit) : pages.show(visit)
  }

  /// What happens, as long as this browser is let in.
  private func events(for request: Request) async throws -> some AsyncSequence<RequestEvent, any Error> & Sendable {
    let cookie = ConsoleCookie.value(in: request.headers)
    return try await settings.administration.events().prefix { _ in exists && isAdmitted(cookie) }
  }

  private func isAdmitted(_ cookie: String?) -> Bool {
    settings.token.current == nil || cookie.flatMap { sessions.session($0) } != nil
  }

  private func visitor(of request: Request) -> ConsoleVisitor {
    guard settings.token.current != nil else {
      return ConsoleVisitor(isAdmitted: true, canSignOut: false, formToken: sessions.formToken)
    }
    guard let cookie = ConsoleCookie.value(in: request.headers), let session = sessions.session(cookie) else {
      return ConsoleVisitor(isAdmitted: false, canSignOut: false, formToken: sessions.formToken)
    }
    return ConsoleVisitor(isAdmitted: true, canSignOut: true, formToken: session.formToken)
  }

  private func signIn(
    _ request: Request, _ form: FormFields, _ visitor: ConsoleVisitor, _ client: ClientAddress
  ) async throws -> ConsoleAnswer {
    guard let token = settings.token.current, !(visitor.isAdmitted && request.method != .post) else {
      return .redirect(to: ConsoleRoute.overview)
    }
    guard request.method == .post else { return .page(try pages.signIn(visitor, problem: nil)) }
    guard ConstantTime.areEqual(form["token"] ?? "", token.reveal()) else {
      guard await wrongAttempts.wait() else { throw ConsoleRefusal.tooManyAttempts }
      logger.notice("somebody could not sign in to the console: the token was wrong", metadata: ["client": "\(client)"])
      let page = try pages.signIn(visitor, problem: "This is not the token. It is admin.token in the gateway's configuration.")
      return .page(page, status: .unauthorized)
    }
    logger.notice("somebody signed in to the console", metadata: ["client": "\(client)"])
    let cookie = ConsoleCookie.field(sessions.begin(), isSecure: isSecure(request))
    return .redirect(to: ConsoleRoute.overview, cookie: cookie)
  }

  /// Whether the browser came over https, as far as the connection, a proxy that is believed or the configuration says so.
  private func isSecure(_ request: Request) -> Bool {
    if request.head.scheme == "https" { return true }
    guard let publicURL = links.publicURL, publicURL.isSecure else { return false }
    return request.head.authority?.lowercased() == publicURL.authority.lowercased()
  }

  private func form(of request: Request) async throws -> FormFields {
    guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
      throw ConsoleRefusal.noForm
    }
    do {
      return FormFields(String(buffer: try await request.body.collect(upTo: Self.formLimit)))
    } catch is NIOTooManyBytesError {
      throw ConsoleRefusal.formTooLarge
    }
  }
}
