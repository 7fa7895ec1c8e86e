import HTTPTypes
import TollgateCore

/// What a request must fulfil before anything else is looked at: in open mode, that no web page sent it.
struct RequestGuard: Sendable {
  /// The `Host` that `server.public_url` names, with its port where it has one; `nil` where there is none.
  let publicAuthority: String?

  /// The fields that the rule reads besides `Host`. Only browsers send them.
  static let fields = KnownFields(.origin, .secFetchSite)

  /// Checks the origin where the gateway is open.
  func check(_ request: HTTPRequest, isOpen: Bool) throws(ErrorAnswer) {
    if isOpen { try checkOrigin(of: request) }
  }

  /// Whether a `Host` in lower case is one under which an open gateway may be asked.
  func isOwn(host: String) -> Bool { HostAndPort.isLoopback(authority: host) || host == publicAuthority }

  /// A browser that was led here by a foreign page, or by a name that was made to point here, must not spend.
  private func checkOrigin(of request: HTTPRequest) throws(ErrorAnswer) {
    let host = (request.authority ?? "").lowercased()
    guard isOwn(host: host) else { throw .foreignOrigin }
    if let site = request.headerFields[.secFetchSite]?.lowercased(), site == "cross-site" { throw .foreignOrigin }
    if let origin = request.headerFields[.origin]?.lowercased() {
      let isOwn = [host, publicAuthority].contains { own in
        own.map { origin == "http://" + $0 || origin == "https://" + $0 } ?? false
      }
      guard isOwn else { throw .foreignOrigin }
    }
  }
}

extension HostAndPort {
  /// Whether a `Host` header's value in lower case names this machine: `localhost`, `127.x.y.z` or `[::1]`, with any port or
  /// none. Whatever is not spelled exactly so is another host.
  fileprivate static func isLoopback(authority: String) -> Bool {
    // A name may end with the dot of the root.
    let root = "localhost."
    let relative = authority.hasPrefix(root) ? "localhost" + authority.dropFirst(root.count) : authority
    return split(relative).map { isLoopback(host: $0.host) } ?? false
  }
}
