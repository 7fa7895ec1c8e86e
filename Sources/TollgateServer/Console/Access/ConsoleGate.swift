import HTTPTypes
import TollgateCore

/// Which requests the console looks at: those under the gateway's own names, and not sent by pages of others.
struct ConsoleGate: Sendable {
  let names: RequestGuard
  /// The host that is listened on.
  let listener: String

  /// Checks where a request comes from.
  ///
  /// - Parameters:
  ///   - request: its head.
  ///   - needsToken: whether the console asks for a token. Where it does not, only this machine's own names serve.
  /// - Throws: why it is refused.
  func check(_ request: HTTPRequest, needsToken: Bool) throws(ConsoleRefusal) {
    let host = (request.authority ?? "").lowercased()
    guard isOwn(host: host, needsToken: needsToken) else { throw .foreignHost }
    guard needsToken || !request.isForwarded else { throw .forwarded }
    let site = request.headerFields[.secFetchSite]?.lowercased()
    if let origin = request.headerFields[.origin]?.lowercased() {
      guard origin == "http://" + host || origin == "https://" + host else { throw .foreignOrigin }
    } else if !Self.isSafe(request.method), site != "same-origin" {
      // Every browser says where a form comes from.
      throw .foreignOrigin
    }
    switch site {
    case nil, "same-origin", "none": break
    case "cross-site", "same-site":
      // A link from elsewhere may lead here; what it leads to asks for the token, as the cookie does not come along.
      let isLink = Self.isSafe(request.method) && request.headerFields[.secFetchMode]?.lowercased() == "navigate"
      guard isLink, needsToken else { throw .foreignOrigin }
    default: throw .foreignOrigin
    }
  }

  private func isOwn(host: String, needsToken: Bool) -> Bool {
    if RequestGuard(publicAuthority: nil).isOwn(host: host) { return true }
    guard needsToken else { return false }
    return names.isOwn(host: host) || HostAndPort.split(host)?.host == listener.lowercased()
  }

  private static func isSafe(_ method: HTTPRequest.Method) -> Bool { method == .get || method == .head }
}
