import HTTPTypes
import Hummingbird
import TollgateCore
import TollgateEngine

/// Who is let in to the administration, and as what.
struct AdministrationDoor: Sendable {
  /// How long an attempt with a wrong token waits for its 401; nobody else waits.
  private static let refusalDelay: Duration = .milliseconds(250)

  private enum Kind: Sendable {
    /// Whoever can open the data folder's socket may do everything.
    case socket
    case network(token: Secret?, gateway: Gateway)
  }

  private let kind: Kind

  /// The door of the data folder's socket.
  static let socket = AdministrationDoor(kind: .socket)

  /// The door over TCP.
  ///
  /// - Parameters:
  ///   - token: the admin token; `nil` where there is none.
  ///   - gateway: knows the keys.
  /// - Returns: the door.
  static func network(token: Secret?, gateway: Gateway) -> AdministrationDoor {
    AdministrationDoor(kind: .network(token: token, gateway: gateway))
  }

  /// Whether a request comes from somebody who may do everything, and not from a key.
  func isAdministrator(_ request: Request) -> Bool {
    guard case .network(let token, let gateway) = kind else { return true }
    return hasAdministratorsToken(request) || token == nil && gateway.keyRing.mode == .open
  }

  /// Whether a request has the admin token.
  private func hasAdministratorsToken(_ request: Request) -> Bool {
    guard case .network(let token?, _) = kind, let bearer = AuthorizationHeader.bearerToken(in: request.headers) else {
      return false
    }
    return ConstantTime.areEqual(token.reveal(), bearer)
  }

  /// Says as what a request comes. In open mode, where the guard of origins has let it pass, a program on this machine may do
  /// everything, as it may spend, unless a token was set.
  ///
  /// - Throws: ``AdministrationRefusal`` where it has neither the token nor a key.
  func role(of request: Request) async throws -> AdministrationRole {
    guard case .network(let token, let gateway) = kind else { return .administrator }
    if isAdministrator(request) { return .administrator }
    if gateway.keyRing.mode != .open,
      let caller = try? gateway.caller(bearer: AuthorizationHeader.bearerToken(in: request.headers))
    {
      return .key(caller.key.name)
    }
    try? await Task.sleep(for: Self.refusalDelay)
    throw AdministrationRefusal(
      .unauthorized,
      token == nil
        ? "This needs a key, or the admin token, of which this gateway has none: set admin.token in gateway.yaml, or use the "
          + "command line on the gateway's machine."
        : "This needs the admin token, in the header Authorization: Bearer <token>; a key reads what is its own.",
      fields: [.wwwAuthenticate: "Bearer"])
  }
}

/// What the server refuses before the administration is asked.
struct AdministrationRefusal: Error {
  let status: HTTPResponse.Status
  let sentence: String
  var fields: HTTPFields

  init(_ status: HTTPResponse.Status, _ sentence: String, fields: HTTPFields = HTTPFields()) {
    self.status = status
    self.sentence = sentence
    self.fields = fields
  }
}
