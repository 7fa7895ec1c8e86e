import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// Why no answer arrived, and whether that proves that nothing was sent.
struct TransportFailure: Error, Equatable {
  /// Whether no byte of the request can have reached the upstream.
  let nothingSent: Bool
  /// What happened, in words; nothing of the request, the answer or this machine is in it.
  let reason: String

  /// Judges an error of AsyncHTTPClient.
  ///
  /// Two things must agree before nothing is taken as sent: the request was never handed to a connection, and the error is one
  /// that setting up a connection can bring. An error alone proves nothing, since a reset is the same before and after; and the
  /// evidence alone is not trusted with errors that belong to a request under way, such as `deadlineExceeded` or `cancelled`.
  ///
  /// - Parameters:
  ///   - error: what a call threw.
  ///   - handedOver: whether the request may have been handed to a connection.
  init(_ error: any Error, handedOver: Bool) {
    let connecting = handedOver ? nil : Self.connectingReason(error)
    nothingSent = connecting != nil
    reason = connecting ?? Self.exchangeReason(error)
  }

  init(nothingSent: Bool, reason: String) {
    self.nothingSent = nothingSent
    self.reason = reason
  }
}

extension TransportFailure {
  /// What the error says about a connection that did not come to be; `nil` for errors of another kind.
  private static func connectingReason(_ error: any Error) -> String? {
    switch error {
    case let error as HTTPClientError:
      connectingReason(error)
    case let error as NIOConnectionError:
      error.dnsAError != nil || error.dnsAAAAError != nil
        ? "the upstream's host name could not be resolved"
        : error.connectionErrors.first.map { connectingReason(cause: $0.error) } ?? "connecting to the upstream failed"
    case is IOError, is NIOSSLError, is BoringSSLError, is NIOSSLExtraError, is ServerIdentity.Mismatch:
      connectingReason(cause: error)
    case let error as ChannelError:
      isConnectTimeout(error) ? "connecting to the upstream took too long" : nil
    default:
      nil
    }
  }

  private static func connectingReason(_ error: HTTPClientError) -> String? {
    switch error {
    case .connectTimeout: "connecting to the upstream took too long"
    case .tlsHandshakeTimeout: "the TLS handshake with the upstream took too long"
    case .getConnectionFromPoolTimeout: "no connection to the upstream became free in time"
    case .remoteConnectionClosed: "the upstream closed the connection before it was set up"
    case .alreadyShutdown: "the upstream client is already shut down"
    case .invalidURL, .emptyHost, .emptyScheme: "the upstream's URL is invalid"
    default: Self.refusesRequest(error) ? "the request was not accepted by the HTTP client" : nil
    }
  }

  /// Errors with a payload, which may be a header's value and is never shown.
  private static func refusesRequest(_ error: HTTPClientError) -> Bool {
    ["Invalid header field names", "Invalid header field values", "Server offered unsupported application protocol"]
      .contains(error.shortDescription)
  }

  private static func connectingReason(cause: any Error) -> String {
    switch cause {
    case let error as IOError: "connecting to the upstream failed (errno \(error.errnoCode))"
    case let error as ChannelError where isConnectTimeout(error): "connecting to the upstream took too long"
    case is ServerIdentity.Mismatch: "the upstream's certificate of the TLS handshake is for another host"
    default: "the TLS handshake with the upstream failed" + (tlsDetail(cause).map { ": \($0)" } ?? "")
    }
  }

  private static func isConnectTimeout(_ error: ChannelError) -> Bool {
    if case .connectTimeout = error { true } else { false }
  }

  /// BoringSSL's name for the failure, such as `CERTIFICATE_VERIFY_FAILED`. The rest of its text names source files.
  private static func tlsDetail(_ error: any Error) -> String? {
    let isNamePart = { (byte: UInt8) in (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_") }
    return String(describing: error).utf8.split { !isNamePart($0) }.first { $0.count >= 10 }.map { String(Substring($0)) }
  }

  private static func exchangeReason(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError: exchangeReason(error)
    case let error as AnswerTooLarge: "the upstream's answer is larger than \(error.limit) bytes"
    case let error as IOError: "the connection to the upstream broke (errno \(error.errnoCode))"
    default: "the call failed under way: \(type(of: error))"
    }
  }

  private static func exchangeReason(_ error: HTTPClientError) -> String {
    switch error {
    case .deadlineExceeded: "the upstream did not answer in time"
    case .cancelled: "the upstream client was shut down during the call"
    case .remoteConnectionClosed: "the upstream closed the connection before its answer was complete"
    default: "the call failed under way: \(error.shortDescription)"
    }
  }
}
