/// Where a certificate and its private key are, both as PEM.
package struct CertificateFiles: Sendable, Equatable {
  /// The server's own certificate, and behind it those that it was signed with.
  package var certificate: String
  package var key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}
