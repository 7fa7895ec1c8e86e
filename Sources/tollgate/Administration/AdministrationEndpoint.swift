import AsyncHTTPClient
import Foundation
import NIOHTTP1
import TollgateCore

/// Where requests to an administration go, and how sentences speak of it.
struct AdministrationEndpoint: Sendable {
  /// What stands before `/-/api/`.
  let base: String
  let token: Secret?
  /// How a sentence begins that is about it.
  let name: String
  /// Where it is, where that is not this machine's own socket.
  let address: String?

  static func socket(_ path: String) -> AdministrationEndpoint {
    AdministrationEndpoint(base: "http+unix://" + escaped(path), token: nil, name: "The running gateway", address: nil)
  }

  static func network(_ gateway: RemoteGateway) -> AdministrationEndpoint {
    AdministrationEndpoint(
      base: gateway.address, token: gateway.token, name: "The gateway at \(gateway.address)", address: gateway.address)
  }

  /// A request for a path below `/-/api/`.
  func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: "\(base)/-/api/\(path)")
    request.method = method
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token.reveal())") }
    return request
  }

  /// A text as a part of a path or a query.
  static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }
}

// MARK: What goes wrong

extension AdministrationEndpoint {
  /// What is said where no answer came.
  func silent(_ error: any Error) -> AdministrationError {
    guard let address else {
      return AdministrationError(.unavailable, "\(name) did not answer (\(error)); look at its log, and repeat the command.")
    }
    return AdministrationError(.unavailable, ConnectionFailure(error).sentence(about: address))
  }

  /// What is said where the answer is no success.
  func problem(_ response: HTTPClientResponse, _ answer: Data) -> AdministrationError {
    let status = Int(response.status.code)
    if let address, (300..<400).contains(status) { return redirected(from: address, response) }
    let problem = try? JSONDecoder().decode(Problem.self, from: answer)
    // Whoever answers may be anybody: what he says is one line of text.
    let said = (problem?.detail ?? (try? JSONDecoder().decode(Envelope.self, from: answer))?.message).map(DisplayText.plain)
    guard let said else {
      guard let address else {
        return AdministrationError(
          .unavailable, "\(name) answered \(status) without a reason; look at its log, and repeat the command.")
      }
      return AdministrationError(.unavailable, "What answers at \(address) (with \(status)) is no Tollgate; check the address.")
    }
    switch status {
    case 401 where address != nil: return AdministrationError(.refused, "\(refused) It says: \(said)")
    case 403: return AdministrationError(.refused, "\(name) refuses this. It says: \(said)")
    default: return AdministrationError(problem?.kind ?? .unavailable, said)
    }
  }

  /// What is said where the answer of a success means nothing.
  var unreadable: AdministrationError {
    AdministrationError(
      .unavailable,
      address.map { "The answer of \($0) cannot be read: it is no Tollgate, or of another version than this program." }
        ?? "The running gateway's answer cannot be read; use the tollgate program that the gateway was started with.")
  }

  private var refused: String {
    token == nil
      ? "\(name) wants a token: set \(RemoteOptions.tokenVariable), or use --token-file FILE."
      : "\(name) does not accept this token."
  }

  private func redirected(from address: String, _ response: HTTPClientResponse) -> AdministrationError {
    let target = response.headers.first(name: "Location").map { " to \($0.prefix(200))" } ?? ""
    return AdministrationError(
      .unavailable,
      "\(address) redirects\(target). The token was not sent there; if that is the gateway, name its address instead.")
  }
}

/// An error of the administration's API (RFC 9457).
private struct Problem: Decodable {
  let detail: String
  let kind: AdministrationError.Kind
}

/// An error of everything else that a gateway answers.
private struct Envelope: Decodable {
  let code: Int
  let message: String
}
