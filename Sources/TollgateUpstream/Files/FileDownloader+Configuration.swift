package import NIOSSL
package import TollgateCore

extension FileDownloader {
  /// Where files may come from, and what a download may cost in time.
  package struct Configuration: Sendable {
    /// Where files may come from.
    package var policy: AddressPolicy
    /// Name resolution, and TCP to all addresses that are tried. Default 5 s.
    package var connectTimeout: Duration = .seconds(5)
    /// From the beginning of a request to the head of its answer. Default 30 s.
    package var headTimeout: Duration = .seconds(30)
    /// The longest wait for further bytes. Default 30 s.
    package var idleTimeout: Duration = .seconds(30)
    /// The slowest download that goes on: so much in each ``ratePeriod``. Default 30 KiB in 30 s.
    package var minimumPerPeriod: ByteCount = .kibibytes(30)
    /// The time that ``minimumPerPeriod`` is for. Only waiting for the server counts. Default 30 s.
    package var ratePeriod: Duration = .seconds(30)
    /// The whole of one download; it can be continued then. Default 2 h.
    package var totalTimeout: Duration = .seconds(7200)
    /// How many redirects are followed. Default 2.
    package var maximumRedirects = 2
    /// How many names are resolved at a time. Default 8; half of them at most wait for name servers that were slow before.
    package var resolverThreads = 8
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
