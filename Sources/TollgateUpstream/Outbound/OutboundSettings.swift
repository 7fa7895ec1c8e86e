import NIOSSL

/// What all calls to somebody else's servers share.
struct OutboundSettings: Sendable {
  /// Name resolution, and TCP to all addresses that are tried.
  var connectTimeout: Duration
  var userAgent: String
  var tls: TLSConfiguration
  /// How many names are resolved at a time.
  var resolverThreads: Int
}
