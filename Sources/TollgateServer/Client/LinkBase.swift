import HTTPTypes
import TollgateCore

/// What links to kept files begin with: where the client reaches the gateway.
struct LinkBase: Sendable {
  /// `server.public_url`, which is for all clients where it is there.
  let publicURL: HTTPAddress?
  /// Where the gateway listens, for a client that names no host.
  let listener: String
  /// Whether connections are encrypted here.
  let isSecure: Bool

  /// What the links in an answer begin with, without a slash at its end.
  ///
  /// - Parameters:
  ///   - host: what the request's `Host` says.
  ///   - isSecure: whether the client came over https, where a proxy says so.
  /// - Returns: scheme and authority, such as `http://localhost:4100`.
  func base(host: String?, isSecure: Bool? = nil) -> String {
    if let publicURL { return publicURL.description }
    let host = host.flatMap { HostAndPort.split($0) == nil ? nil : $0 }
    return (isSecure ?? self.isSecure ? "https://" : "http://") + (host ?? listener)
  }

  /// The same for a request of the main lane.
  func base(for request: HTTPRequest) -> String {
    base(host: request.authority, isSecure: request.scheme == "https")
  }
}
