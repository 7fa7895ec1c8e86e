package import TollgateCore

extension GatewayConfiguration {
  /// Where and how clients are served.
  package struct Server: Sendable, Equatable {
    /// The address that is listened on.
    ///
    /// - `server.listen` (default `127.0.0.1:8080`): host and port, or `unix:` and the path of a socket. Who is not on this
    ///   machine needs a key.
    package var listen = ListenAddress.standard

    /// How connections are encrypted.
    package var encryption = Encryption()

    /// The proxies in front of the gateway. What they say in `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` is
    /// believed; from anybody else it is not.
    ///
    /// - `server.trusted_proxies` (default none): addresses, networks such as `10.0.0.0/8`, and `unix` for the socket.
    package var trustedProxies: [TrustedProxy] = []

    /// A further name of the gateway: as long as there are no keys, requests under this `Host` and from pages of this `Origin`
    /// are served as well as those under this machine's own names. Links to kept files begin with it, or else with the scheme
    /// and the host that the client used.
    ///
    /// - `server.public_url` (default null): an http or https URL without a path.
    package var publicURL: HTTPAddress?

    /// How long a create waits for its purchase to be sent; then it is answered 504/50401 and the purchase goes on.
    ///
    /// - `server.answer_timeout` (default `25s`): 1ms to 1h.
    package var answerTimeout: Duration = .seconds(25)

    /// What a request, and all clients together, may ask of the gateway.
    package var limits = Limits()

    /// The defaults.
    package init() {}

    /// What a request, and all clients together, may ask of the gateway.
    package struct Limits: Sendable, Equatable {
      /// The largest body of a request; a larger one is answered 413.
      ///
      /// - `server.limits.body` (default `16MiB`): 1KiB to 1GiB.
      package var body = ByteCount.mebibytes(16)

      /// The most that a request's header fields may take together; more is answered 431.
      ///
      /// - `server.limits.headers` (default `32KB`): 1KiB to 1MiB.
      package var headers = ByteCount(bytes: 32_000)

      /// Connections of all clients together at a time; further ones wait in the kernel's backlog.
      ///
      /// - `server.limits.connections` (default `10000`): 1 to 1000000.
      package var connections = 10_000

      /// Connections of one address, or of one IPv6 network of 64 bits, at a time; a further one is closed at once. `nil` for any
      /// number; programs on this machine are never counted.
      ///
      /// - `server.limits.per_address` (default `unlimited`): 1 to 1000000.
      package var perAddress: Int?

      /// The defaults.
      package init() {}
    }
  }
}

extension GatewayConfiguration.Server {
  mutating func read(_ section: MappingReader) {
    section.scalar("listen", &listen, .listenAddress)
    section.section("tls") { encryption.read($0) }
    section.scalar("public_url", &publicURL, .publicURL)
    section.list("trusted_proxies", &trustedProxies, .trustedProxy)
    section.scalar("answer_timeout", &answerTimeout, .duration(.milliseconds(1) ... .seconds(3600)))
    section.section("limits") { limits.read($0) }
  }
}

extension GatewayConfiguration.Server.Limits {
  mutating func read(_ section: MappingReader) {
    section.scalar("body", &body, .size(.kibibytes(1) ... .mebibytes(1024)))
    section.scalar("headers", &headers, .size(.kibibytes(1) ... .mebibytes(1)))
    section.scalar("connections", &connections, .wholeNumber(1...1_000_000))
    section.scalar("per_address", &perAddress, .limit(1...1_000_000))
  }
}
