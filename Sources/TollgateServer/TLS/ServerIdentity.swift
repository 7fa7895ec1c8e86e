import NIOConcurrencyHelpers
import NIOSSL
package import TollgateCore

/// What the server shows to whoever connects: the certificate that is in use. It can be exchanged while connections are open,
/// which keep the one that they have begun with.
package final class ServerIdentity: Sendable {
  private struct State {
    var files: CertificateFiles
    var certificate: Certificate
  }

  private let state: NIOLockedValueBox<State>

  /// - Parameters:
  ///   - files: where the certificate and its key are.
  ///   - now: the time.
  /// - Throws: why they cannot be used.
  package init(_ files: CertificateFiles, at now: Timestamp) throws(CertificateError) {
    state = NIOLockedValueBox(State(files: files, certificate: try Certificate(files, at: now)))
  }

  /// The certificate that new connections are shown.
  package var certificate: Certificate { state.withLockedValue { $0.certificate } }

  /// What new connections begin with.
  var context: NIOSSLContext { state.withLockedValue { $0.certificate.context } }

  /// Reads the files anew, or others in their place. It waits for the disk, and belongs on no event loop.
  ///
  /// - Parameters:
  ///   - files: where the certificate and its key are now; `nil` for where they were.
  ///   - now: the time.
  /// - Returns: what is used from now on.
  /// - Throws: why they cannot be used. What was used before is used further.
  @discardableResult
  package func reload(_ files: CertificateFiles? = nil, at now: Timestamp) throws(CertificateError) -> Certificate {
    let files = files ?? state.withLockedValue { $0.files }
    let certificate = try Certificate(files, at: now)
    state.withLockedValue { $0 = State(files: files, certificate: certificate) }
    return certificate
  }
}
