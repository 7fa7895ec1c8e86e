package import NIOSSL
package import TollgateCore

extension ShortAPIClient {
  /// How the upstream is reached, and what a call may cost in time and memory.
  package struct Configuration: Sendable {
    /// Where the upstream is.
    package var baseURL: HTTPAddress
    /// Name resolution, TCP and TLS together, and the wait for a free connection. Default 5 s. At most half of
    /// ``requestTimeout`` is used, so that a create that cannot connect is always known not to have been sent.
    package var connectTimeout: Duration = .seconds(5)
    /// The whole of one call: connecting, sending, and the answer to its last byte. Default 60 s; then a create's outcome is
    /// unknown, and a query is asked again later.
    package var requestTimeout: Duration = .seconds(60)
    /// How many connections are kept for queries; further queries wait for one, at most for ``connectTimeout``. Default 128. A
    /// create always opens its own connection, and how many run at a time is the caller's to bound.
    package var maximumConnections = 128
    /// How long an unused connection is kept for the next query. Default 15 s, which is below what servers use.
    package var keepAlive: Duration = .seconds(15)
    /// The largest answer to a create. Default 1 MiB; a create with a larger one is unknown.
    package var createAnswerLimit: ByteCount = .mebibytes(1)
    /// The largest answer to a query. Default 16 MiB; a larger one is unusable.
    package var queryAnswerLimit: ByteCount = .mebibytes(16)
    /// The program's version, for the `User-Agent` header, which says `tollgate` alone without it.
    package var version: String?
    /// What is trusted under https. Default: the machine's certificate authorities, the name checked, TLS 1.2 or later.
    package var tls: TLSConfiguration = .outbound

    /// The defaults, for an upstream at this URL.
    package init(baseURL: HTTPAddress) { self.baseURL = baseURL }

    /// The time that connecting really gets.
    var effectiveConnectTimeout: Duration { min(connectTimeout, requestTimeout / 2) }

    /// The `User-Agent` header.
    var userAgent: String { UserAgent.text(version: version) }
  }
}
