import NIOSSL

extension TLSConfiguration {
  /// What every connection of the gateway's own asks of a server: a certificate of the machine's authorities, the right name in
  /// it, TLS 1.2 or later.
  static var outbound: TLSConfiguration {
    var configuration = makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    return configuration
  }
}
