import ArgumentParser
import Foundation
import TollgateCore

/// A gateway that is reached over the network.
struct RemoteGateway: Sendable, Equatable {
  /// Where it is, such as `https://gateway.example.com`, without a slash at its end.
  let address: String
  let token: Secret?
  /// The file with the certificates that vouch for it; `nil` for the system's.
  let authorities: String?

  /// Checks an address. The token may do everything, and answers have prompts and new secrets in them: plain text goes to this
  /// machine only, unless somebody wants it.
  ///
  /// - Throws: ``ArgumentParser/ValidationError``.
  static func address(_ text: String, allowsPlainText: Bool) throws -> String {
    let example = "write its address such as https://gateway.example.com or http://127.0.0.1:8080."
    guard let url = URLComponents(string: text, encodingInvalidCharacters: false), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme),
      let host = url.host, !host.isEmpty, url.port.map({ (1...65_535).contains($0) }) ?? true
    else { throw ValidationError("\"\(text)\" is no gateway; \(example)") }
    guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
      throw ValidationError(
        "The gateway's address has a name, a password, a query or a fragment in it; \(example) The token has its own option.")
    }
    guard scheme == "https" || allowsPlainText || isThisMachine(host) else {
      throw ValidationError(
        "Over http:// everybody on the way to \(host) could read the token. Use https:// (a proxy with TLS in front of the "
          + "gateway), a tunnel to this machine (ssh -L), or --insecure where nobody else is in that network.")
    }
    var address = text
    while address.hasSuffix("/") { address.removeLast() }
    return address
  }

  /// Checks that a token can stand in a field of a request.
  ///
  /// - Throws: ``ArgumentParser/ValidationError``, which does not show it.
  static func token(_ text: String) throws -> Secret {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ValidationError(
        "The token has spaces or characters beyond ASCII in it; give it as it stands after admin.token in gateway.yaml.")
    }
    return Secret(text)
  }

  private static func isThisMachine(_ host: String) -> Bool {
    let name = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    if ["localhost", "::1"].contains(name) { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
