import HTTPTypes
import TollgateCore

/// The console's pages, and what their forms do.
struct ConsolePages: Sendable {
  let administration: any Administration
  let templates: ConsoleTemplates
  let calendar: ConsoleCalendar
  let time: any TimeSource

  /// A page of somebody who is let in.
  ///
  /// - Throws: ``AdministrationError`` or ``ConsoleRefusal`` where there is none.
  func show(_ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    guard visit.path.count > 1 else { return .page(try await section(visit.path.first, visit)) }
    let name = visit.path[1]
    switch (visit.path[0], visit.path.dropFirst(2)) {
    case ("results", []): return .page(try await result(try number(name), visit))
    case ("results", ["purge"]): return .page(try await purgeConfirmation(try number(name), visit))
    case ("jobs", []): return .page(try await job(try number(name), visit))
    case ("keys", []): return .page(try await key(name, visit))
    case ("keys", ["rotate"]): return .page(try await rotation(name, visit))
    case ("keys", ["revoke"]): return .page(try await revokeConfirmation(name, visit))
    case ("teams", []): return .page(try await team(name, visit))
    case ("teams", ["remove"]): return .page(try await removeConfirmation(name, visit))
    default: throw ConsoleRefusal.noSuchPage
    }
  }

  /// A page of the navigation.
  private func section(_ name: String?, _ visit: ConsoleVisit) async throws -> String {
    switch name {
    case nil: try await overview(visit)
    case "live": try await live(visit)
    case "gallery": try await gallery(visit)
    case "jobs": try await jobs(visit)
    case "callbacks": try await callbacks(visit)
    case "keys": try await keys(visit)
    case "teams": try await teams(visit)
    case "settings": try await settings(visit)
    default: throw ConsoleRefusal.noSuchPage
    }
  }

  /// Does what a form of somebody asks for who is let in.
  ///
  /// - Throws: ``AdministrationError`` or ``ConsoleRefusal`` where it cannot be done.
  func act(_ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    switch visit.path {
    case ["keys"]: return try await createKey(visit)
    case ["teams"]: return try await createTeam(visit)
    case ["callbacks", "retry"]: return try await retryCallbacks(nil)
    default: break
    }
    guard (2...3).contains(visit.path.count) else { throw ConsoleRefusal.noSuchPage }
    let name = visit.path[1]
    switch (visit.path[0], visit.path.dropFirst(2)) {
    case ("results", ["pin"]): return try await pin(try number(name), visit)
    case ("results", ["purge"]): return try await purge(try number(name))
    case ("jobs", ["resolve"]): return try await resolve(try number(name), visit)
    case ("callbacks", ["retry"]):
      guard let id = CallbackID(name) else { throw ConsoleRefusal.noSuchPage }
      return try await retryCallbacks(id)
    case ("keys", []): return try await changeKey(name, visit)
    case ("keys", ["rotate"]): return try await rotateKey(name, visit)
    case ("keys", ["revoke"]): return try await revokeKey(name)
    case ("teams", []): return try await changeTeam(name, visit)
    case ("teams", ["remove"]): return try await removeTeam(name)
    default: throw ConsoleRefusal.noSuchPage
    }
  }

  private func number(_ text: String) throws(ConsoleRefusal) -> GenerationNumber {
    guard let number = GenerationNumber(text) else { throw .noSuchPage }
    return number
  }

  // MARK: Rendering

  /// Puts a page together.
  ///
  /// - Parameters:
  ///   - template: its template.
  ///   - title: what it is called.
  ///   - section: the part of the console that it belongs to; `nil` for none.
  ///   - visit: who asks for it.
  ///   - view: what it shows.
  /// - Returns: the page as HTML.
  /// - Throws: where there is no such template.
  func page<View>(
    _ template: String, _ title: String, in section: PageFrame.Section?, _ visit: ConsoleVisit, _ view: View
  ) throws -> String {
    let notice = visit.query["done"].flatMap(Deed.init)?.sentence
    return try templates.render(template, frame(title, section, visit.visitor, notice: notice), view)
  }

  /// Says why something is not done or shown.
  ///
  /// - Parameters:
  ///   - status: of the answer.
  ///   - sentence: why.
  ///   - path: what was asked for, behind `/-/console`.
  ///   - visitor: who asked; `nil` where nobody is looked at.
  /// - Returns: the page as HTML.
  /// - Throws: where there is no such template.
  func refusal(
    _ status: HTTPResponse.Status, _ sentence: String, at path: [String] = [], _ visitor: ConsoleVisitor? = nil
  ) throws -> String {
    let visitor = visitor ?? ConsoleVisitor(isAdmitted: false, canSignOut: false, formToken: "")
    let section = visitor.isAdmitted ? PageFrame.Section(path) : nil
    return try templates.render(
      "refusal", frame(status.reasonPhrase, section, visitor, notice: nil),
      RefusalView(
        status: status.code, title: status.reasonPhrase, sentence: sentence,
        way: (section ?? .overview).address, wayOut: section.map { "To the \($0.rawValue.lowercased())" } ?? "To the console"))
  }

  /// Asks for the token.
  func signIn(_ visitor: ConsoleVisitor, problem: String?) throws -> String {
    try templates.render(
      "sign-in", frame("Sign in", nil, visitor, notice: nil), SignInView(address: ConsoleRoute.signIn, problem: problem))
  }

  private func frame(
    _ title: String, _ section: PageFrame.Section?, _ visitor: ConsoleVisitor, notice: String?
  ) -> PageFrame {
    let links = PageFrame.Section.allCases.map {
      PageFrame.Link(label: $0.rawValue, address: $0.address, isCurrent: $0 == section)
    }
    return PageFrame(
      title: title, style: templates.style, script: templates.script, sign: templates.sign,
      links: visitor.isAdmitted ? links : [], formToken: visitor.formToken,
      signOut: visitor.canSignOut ? ConsoleRoute.signOut : nil, notice: notice)
  }
}

private struct RefusalView {
  let status: Int
  let title: String
  let sentence: String
  /// Where to go from here.
  let way: String
  let wayOut: String
}

private struct SignInView {
  let address: String
  let problem: String?
}
