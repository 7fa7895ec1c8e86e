import HTTPTypes
import TollgateCore

extension ConsolePages {
  /// All keys, and the form that creates one.
  func keys(_ visit: ConsoleVisit) async throws -> String { try await keys(visit, problem: nil) }

  private func keys(_ visit: ConsoleVisit, problem: String?) async throws -> String {
    let keys = try await administration.keys()
    let view = KeysView(
      rows: try await rows(of: keys), isEmpty: keys.isEmpty, address: ConsoleRoute.keys, problem: problem,
      entered: NewKeyForm(visit.form), teams: try await administration.teams().map(\.name), zone: calendar.zone,
      closesConsole: keys.isEmpty && !visit.visitor.canSignOut)
    return try page("keys", "Keys", in: .keys, visit, view)
  }

  /// Creates a key and shows its secret, this one time; or the form again with what is wrong with it.
  func createKey(_ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    let created: CreatedKey
    do throws(AdministrationError) {
      created = try await administration.createKey(try NewKeyForm(visit.form).key(calendar))
    } catch {
      return .page(try await keys(visit, problem: error.browserSentence), status: .init(error.kind))
    }
    return .page(try secret(of: created, title: "The key \(created.key.name) is created", visit), status: .created)
  }

  /// Shows a secret, this one time.
  func secret(of created: CreatedKey, title: String, _ visit: ConsoleVisit) throws -> String {
    let view = SecretView(
      title: title, secret: created.secret, former: created.key.formerSecretUntil.map(calendar.shown),
      back: visit.visitor.canSignOut ? ConsoleRoute.key(created.key.name) : nil, base: visit.base)
    return try page("secret", title, in: .keys, visit, view)
  }
}

private struct KeysView {
  let rows: [KeyRow]
  let isEmpty: Bool
  let address: String
  let problem: String?
  let entered: NewKeyForm
  /// The names that there are, to choose from.
  let teams: [String]
  let zone: String
  /// Whether there is no console any more with the first key: it asks for no token.
  let closesConsole: Bool
}

private struct SecretView {
  let title: String
  let secret: String
  /// Until when the secret before it is accepted; `nil` where there is none.
  let former: ShownMoment?
  /// The key's page; `nil` where the console ends with the first key.
  let back: String?
  let base: String
}
