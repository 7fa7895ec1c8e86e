import TollgateCore

/// What links to kept files begin with: where the client reaches the gateway.
struct LinkBase: Sendable {
  /// `server.public_url`, which is for all clients where it is there.
  let publicURL: HTTPAddress?
  /// Where the gateway listens, for a client that names no host.
  let listener: String

  /// - Parameter host: what the request's `Host` says.
  func base(host: String?) -> String {
    if let publicURL { return publicURL.description }
    let host = host.flatMap { HostAndPort.split($0) == nil ? nil : $0 }
    return "http://\(host ?? listener)"
  }
}
