import TollgateCore

/// What links to kept files begin with: where the client reaches the gateway.
struct LinkBase: Sendable {
  /// `server.public_url`, which is for all clients where it is there.
  let publicURL: HTTPAddress?
  /// Where the gateway listens, for a client that names no host.
  let listener: String

  /// What the links in an answer begin with, without a slash at its end.
  ///
  /// - Parameter host: what the request's `Host` says.
  /// - Returns: scheme and authority, such as `http://localhost:4100`.
  func base(host: String?) -> String {
    if let publicURL { return publicURL.description }
    let host = host.flatMap { HostAndPort.split($0) == nil ? nil : $0 }
    return "http://\(host ?? listener)"
  }
}
