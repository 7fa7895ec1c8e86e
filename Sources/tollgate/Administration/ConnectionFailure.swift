import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why a gateway that is reached over the network does not answer, as far as the network says.
enum ConnectionFailure: Equatable {
  case noSuchHost
  /// Nothing listens there.
  case refused
  case connectingTooLong
  case untrusted
  /// What listens there speaks no TLS.
  case noTLS
  case closed
  case tooLong
  case noHTTP
  case other(String)

  init(_ error: any Error) {
    switch error {
    case let error as NIOConnectionError:
      if error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil) {
        self = .noSuchHost
      } else {
        self = error.connectionErrors.first.map { ConnectionFailure($0.error) } ?? .other("no connection")
      }
    case let error as HTTPClientError: self = .client(error)
    case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused
    case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): self = .closed
    case let error as IOError where error.errnoCode == ETIMEDOUT: self = .connectingTooLong
    case let error as IOError: self = .other(Words.reason(of: error))
    case ChannelError.connectTimeout: self = .connectingTooLong
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = .tls(error)
    case is HTTPParserError: self = .noHTTP
    default: self = .other("\(type(of: error))")
    }
  }

  private static func client(_ error: HTTPClientError) -> ConnectionFailure {
    switch error {
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: .connectingTooLong
    case .deadlineExceeded, .readTimeout: .tooLong
    case .remoteConnectionClosed: .closed
    default: .other(error.shortDescription)
    }
  }

  private static func tls(_ error: any Error) -> ConnectionFailure {
    let text = "\(error)"
    if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") { return .noTLS }
    if case NIOSSLError.uncleanShutdown = error { return .closed }
    let isUntrusted = error is NIOSSLExtraError || text.contains("CERTIFICATE_VERIFY_FAILED")
    return isUntrusted ? .untrusted : .other("the TLS handshake failed")
  }

  /// The failure in one sentence that says what to do.
  func sentence(about address: String) -> String {
    switch self {
    case .noSuchHost: "There is no host of the name in \(address); check the address."
    case .refused: "Nothing listens at \(address); check host and port, and that the gateway runs."
    case .connectingTooLong: "\(address) takes no connection; check the address, and what is between here and there."
    case .untrusted:
      "The certificate of \(address) is not trusted here, or is for another name; name the certificates that vouch for it with "
        + "--ca-file FILE."
    case .noTLS: "\(address) does not speak TLS; check the port, or write http:// (see --insecure)."
    case .closed: "\(address) closed the connection without an answer; if it speaks TLS, write https://, else look at its log."
    case .tooLong: "\(address) did not answer in time; look at its log, and repeat the command."
    case .noHTTP: "What answers at \(address) does not speak HTTP; check the port, and whether it is https://."
    case .other(let reason): "\(address) did not answer (\(reason)); look at its log, and repeat the command."
    }
  }
}
