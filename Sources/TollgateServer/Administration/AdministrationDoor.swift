import HTTPTypes
import Hummingbird
import TollgateCore
import TollgateEngine

/// Who is let in to the administration, and as what.
struct AdministrationDoor: Sendable {
  private enum Kind: Sendable {
    /// Whoever can open the data folder's socket may do everything.
    case socket
    case network(token: AdminToken, gateway: Gateway)
  }

  private let kind: Kind
  private let wrongAttempts = WrongAttempts(delay: .milliseconds(250), capacity: 64)

  private static let forwardedSentence = """
    This came through a proxy, and a gateway without keys and without a token lets in programs of its own machine only: set \
    admin.token in gateway.yaml, or create a key.
    """

  /// The door of the data folder's socket.
  static let socket = AdministrationDoor(kind: .socket)

  /// The door over TCP.
  ///
  /// - Parameters:
  ///   - token: the admin token, where there is one.
  ///   - gateway: knows the keys.
  /// - Returns: the door.
  static func network(token: AdminToken, gateway: Gateway) -> AdministrationDoor {
    AdministrationDoor(kind: .network(token: token, gateway: gateway))
  }

  /// Whether requests come over the data folder's socket.
  var isSocket: Bool {
    if case .socket = kind { true } else { false }
  }

  /// Whether a request comes from somebody who may do everything, and not from a key. In open mode that is a program on this
  /// machine, unless a token was set.
  func isAdministrator(_ request: Request) -> Bool {
    guard case .network(let token, let gateway) = kind else { return true }
    return hasAdministratorsToken(request)
      || token.current == nil && gateway.keyRing.mode == .open && !request.head.isForwarded
  }

  /// Whether a request has the admin token.
  private func hasAdministratorsToken(_ request: Request) -> Bool {
    guard case .network(let box, _) = kind, let token = box.current,
      let bearer = AuthorizationHeader.bearerToken(in: request.headers)
    else {
      return false
    }
    return ConstantTime.areEqual(token.reveal(), bearer)
  }

  /// Says as what a request comes. In open mode, where the guard of origins has let it pass, a program on this machine may do
  /// everything, as it may spend, unless a token was set.
  ///
  /// - Throws: ``AdministrationRefusal`` where it has neither the token nor a key.
  func role(of request: Request) async throws -> AdministrationRole {
    guard case .network(let box, let gateway) = kind else { return .administrator }
    let token = box.current
    if isAdministrator(request) { return .administrator }
    if gateway.keyRing.mode == .open {
      // Only what a proxy passes on is not the administrator's there.
      if token == nil { throw AdministrationRefusal(.forbidden, Self.forwardedSentence) }
    } else if let caller = try? gateway.caller(bearer: AuthorizationHeader.bearerToken(in: request.headers)) {
      return .key(caller.key.name)
    }
    guard await wrongAttempts.wait() else {
      throw AdministrationRefusal(
        .tooManyRequests, "Too many wrong tokens were tried just now; wait a moment and try again.", fields: [.retryAfter: "1"])
    }
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
