import NIOCore
import NIOSSL
package import TollgateCore

/// A certificate and its key, as they were read and checked.
package struct Certificate: Sendable {
  /// A certificate that is over soon, in good time for whoever renews it.
  package static let soon: Duration = .seconds(14 * 86_400)

  /// When it is over.
  package let end: Timestamp
  /// What should be put right, though it can be used.
  package let warnings: [String]
  let context: NIOSSLContext

  /// Reads and checks the files.
  ///
  /// - Parameters:
  ///   - files: where they are.
  ///   - now: the time at which the certificate has to be valid.
  /// - Throws: why clients could not be served with them.
  package init(_ files: CertificateFiles, at now: Timestamp) throws(CertificateError) {
    let chain = try Self.chain(in: files.certificate)
    let end = Timestamp(millisecondsSince1970: Int64(chain[0].notValidAfter) * 1000)
    let beginning = Timestamp(millisecondsSince1970: Int64(chain[0].notValidBefore) * 1000)
    guard end > now else {
      throw CertificateError(
        .certificate, "\(files.certificate) is over since \(end); put the renewed certificate and its key there.")
    }
    guard beginning <= now else {
      throw CertificateError(
        .certificate, "\(files.certificate) is valid from \(beginning) on, and now is \(now); set the clock, or wait.")
    }
    self.end = end
    let keyFile = try SecretFile(files.key, .key)
    context = try Self.context(chain, try Self.key(in: keyFile, files.key), files)
    var warnings: [String] = []
    if end.since(now) < Self.soon {
      warnings.append("\(files.certificate) is over at \(end); renew it")
    }
    if keyFile.isReadableByOthers {
      warnings.append("\(files.key) can be read by every user of this machine; take that away with chmod o= \(files.key)")
    }
    self.warnings = warnings
  }

  private static func context(
    _ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey, _ files: CertificateFiles
  ) throws(CertificateError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    // Of TLS 1.2 only what has forward secrecy and authenticates what it encrypts. TLS 1.3 has nothing else.
    configuration.cipherSuites = "ECDH+AESGCM:ECDH+CHACHA20"
    configuration.applicationProtocols = ["http/1.1"]
    configuration.renegotiationSupport = .none
    // A client that does not say its goodbye has usually gone.
    configuration.shutdownTimeout = .seconds(1)
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw CertificateError(
        .key,
        "\(files.key) is not the key of the first certificate in \(files.certificate); put the server's own certificate first, "
          + "and its own key there.")
    }
  }

  private static func chain(in path: String) throws(CertificateError) -> [NIOSSLCertificate] {
    let file = try SecretFile(path, .certificate)
    guard let chain = try? NIOSSLCertificate.fromPEMBytes(file.bytes), !chain.isEmpty else {
      throw CertificateError(
        .certificate,
        "\(path) has no certificate that can be read; it must be PEM, with -----BEGIN CERTIFICATE----- at its beginning.")
    }
    return chain
  }

  private static func key(in file: SecretFile, _ path: String) throws(CertificateError) -> NIOSSLPrivateKey {
    let text = String(decoding: file.bytes, as: UTF8.self)
    guard !text.contains("ENCRYPTED") else {
      throw CertificateError(
        .key,
        "\(path) is encrypted with a password, which nobody types in here; decrypt it with openssl pkey -in \(path) -out FILE.")
    }
    guard let key = try? NIOSSLPrivateKey(bytes: file.bytes, format: .pem) else {
      throw CertificateError(
        .key, "\(path) has no private key that can be read; it must be PEM, with -----BEGIN PRIVATE KEY----- at its beginning.")
    }
    return key
  }
}
