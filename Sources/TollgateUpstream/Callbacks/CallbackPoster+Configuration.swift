package import NIOSSL
package import TollgateCore

extension CallbackPoster {
  /// Where callbacks may go, and what a try may cost in time.
  package struct Configuration: Sendable {
    /// Where callbacks may go.
    package var policy: AddressPolicy
    /// Name resolution, and TCP to all addresses that are tried. Default 5 s.
    package var connectTimeout: Duration = .seconds(5)
    /// The whole of one try, from the name to the head of the answer. Default 15 s.
    package var timeout: Duration = .seconds(15)
    /// How many names are resolved at a time. Default 16; half of them at most for names that are not
    /// known to be quick.
    package var resolverThreads = 16
    /// The program's version, for the `User-Agent` header.
    package var version: String?
    /// What is trusted under https. Default: the machine's certificate authorities, the name checked, TLS 1.2 or later.
    package var tls: TLSConfiguration = .outbound

    /// The defaults.
    package init(policy: AddressPolicy) { self.policy = policy }

    var settings: OutboundSettings {
      OutboundSettings(
        connectTimeout: connectTimeout, userAgent: UserAgent.text(version: version), tls: tls,
        resolverThreads: resolverThreads)
    }
  }
}
