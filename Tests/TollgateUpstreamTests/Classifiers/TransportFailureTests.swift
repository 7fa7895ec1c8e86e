import AsyncHTTPClient
import NIOCore
import NIOSSL
import Testing

@testable import TollgateUpstream

@Suite("Which failures prove that nothing was sent")
struct TransportFailureTests {
  private struct Strange: Error {}

  static let connecting: [any Error & Sendable] = [
    HTTPClientError.connectTimeout, HTTPClientError.tlsHandshakeTimeout, HTTPClientError.getConnectionFromPoolTimeout,
    HTTPClientError.alreadyShutdown, HTTPClientError.invalidURL, HTTPClientError.emptyHost, HTTPClientError.emptyScheme,
    HTTPClientError.remoteConnectionClosed, HTTPClientError.invalidHeaderFieldValues(["Bearer ak-canary"]),
    HTTPClientError.serverOfferedUnsupportedApplicationProtocol("h9"), ChannelError.connectTimeout(.seconds(1)),
    IOError(errnoCode: 111, reason: "connect"), IOError(errnoCode: 104, reason: "read"),
    NIOSSLError.handshakeFailed(.syscallError), NIOSSLError.unableToValidateCertificate,
    NIOSSLExtraError.failedToValidateHostname, ServerIdentity.Mismatch(),
  ]

  static let underWay: [any Error & Sendable] = [
    HTTPClientError.deadlineExceeded, HTTPClientError.readTimeout, HTTPClientError.writeTimeout, HTTPClientError.cancelled,
    HTTPClientError.requestStreamCancelled, HTTPClientError.bodyLengthMismatch, HTTPClientError.writeAfterRequestSent,
    HTTPClientError.internalStateFailure(), ChannelError.eof, ChannelError.ioOnClosedChannel, ChannelError.inputClosed,
    AnswerTooLarge(limit: 5), Strange(), CancellationError(),
  ]

  @Test("an error of connecting proves it, if the request was not handed over", arguments: connecting.indices)
  func provesNothingSent(_ index: Int) {
    let error = Self.connecting[index]
    #expect(TransportFailure(error, handedOver: false).nothingSent, "\(error)")
    #expect(!TransportFailure(error, handedOver: true).nothingSent, "\(error)")
    for handedOver in [true, false] {
      #expect(!TransportFailure(error, handedOver: handedOver).reason.contains("canary"))
    }
  }

  @Test("any other error proves nothing, whatever the evidence", arguments: underWay.indices)
  func provesNothing(_ index: Int) {
    let error = Self.underWay[index]
    #expect(!TransportFailure(error, handedOver: false).nothingSent, "\(error)")
    #expect(!TransportFailure(error, handedOver: true).nothingSent, "\(error)")
  }
}
