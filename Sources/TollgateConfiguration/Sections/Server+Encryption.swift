extension GatewayConfiguration.Server {
  /// How connections are encrypted.
  package struct Encryption: Sendable, Equatable {
    /// The certificate that is shown, and behind it those that it was signed with; `nil` for connections in the clear.
    ///
    /// - `server.tls.certificate` (default null): a PEM file, relative to the working directory, or absolute.
    package var certificate: String?

    /// The certificate's private key.
    ///
    /// - `server.tls.key` (default null): a PEM file, relative to the working directory, or absolute; there with a certificate.
    package var key: String?

    /// How long a browser that was here asks for this name over https only; `nil` for no word about it.
    ///
    /// - `server.tls.hsts` (default `off`): 1s to 1000d.
    package var strictTransport: Duration?

    /// The defaults.
    package init() {}
  }
}

extension GatewayConfiguration.Server.Encryption {
  mutating func read(_ section: MappingReader) {
    section.scalar("certificate", &certificate, .file("/etc/tollgate/certificate.pem"))
    section.scalar("key", &key, .file("/etc/tollgate/key.pem"))
    section.scalar("hsts", &strictTransport, .durationOrOff(.seconds(1) ... .seconds(1000 * 86_400)))
    section.checkBothOrNone("certificate", certificate, "key", key)
    if certificate == nil, strictTransport != nil {
      section.report(
        "hsts", "needs a certificate: without one nothing is encrypted here; set certificate and key, or hsts: off.")
    }
  }
}
