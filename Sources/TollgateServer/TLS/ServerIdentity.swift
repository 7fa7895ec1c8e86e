import NIOConcurrencyHelpers
import NIOSSL
package import TollgateCore

/// What the server shows to whoever connects: the certificate that is in use. It can be exchanged while connections are open,
/// which keep the one that they have begun with.
package final class ServerIdentity: Sendable {
  private let files: CertificateFiles
  private let current: NIOLockedValueBox<Certificate>

  /// - Parameters:
  ///   - files: where the certificate and its key are.
  ///   - now: the time.
  /// - Throws: why they cannot be used.
  package init(_ files: CertificateFiles, at now: Timestamp) throws(CertificateError) {
    self.files = files
    current = NIOLockedValueBox(try Certificate(files, at: now))
  }

  /// The certificate that new connections are shown.
  package var certificate: Certificate { current.withLockedValue { $0 } }

  /// What new connections begin with.
  var context: NIOSSLContext { current.withLockedValue { $0.context } }

  /// Reads the files anew, and changes nothing yet. It waits for the disk, and belongs on no event loop.
  ///
  /// - Throws: why they cannot be used.
  package func read(at now: Timestamp) throws(CertificateError) -> Certificate { try Certificate(files, at: now) }

  /// Shows this one from now on.
  package func use(_ certificate: Certificate) { current.withLockedValue { $0 = certificate } }
}
