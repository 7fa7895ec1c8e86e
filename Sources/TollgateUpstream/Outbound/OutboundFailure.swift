import NIOHTTP1
import NIOSSL
package import TollgateCore

/// Why there is no answer, or only a part of one. The sentences name neither addresses nor what was found there.
package enum OutboundFailure: Error, Sendable, Equatable {
  /// Nothing may be sent there, and nothing was.
  case refused(OutboundRefusal)
  /// The host's name has no address, or its name servers did not say one in time.
  case notResolved
  /// Too many other names were being looked up: nothing is known of this one, and nothing was sent.
  case notLookedUp
  case notConnected
  case notSecure
  /// No head of an answer in time.
  case late
  /// Nothing came for a while, in the middle of an answer.
  case stalled
  /// The answer came too slowly.
  case slow
  /// The answer did not end in time.
  case endless
  case brokenOff
  case notHTTP
  /// The waiting task was cancelled, or the client was shut down.
  case cancelled

  /// What an error of the connection means.
  init(_ error: any Error) {
    switch error {
    case let failure as OutboundFailure: self = failure
    case is CancellationError: self = .cancelled
    // What a cut message looks like to the parser.
    case HTTPParserError.invalidEOFState: self = .brokenOff
    case is HTTPParserError: self = .notHTTP
    case NIOSSLError.uncleanShutdown: self = .brokenOff
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError, is ServerIdentity.Mismatch: self = .notSecure
    default: self = .brokenOff
    }
  }
}

extension OutboundFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .refused(let refusal): "nothing was sent: \(refusal)"
    case .notResolved: "the server's name could not be resolved"
    case .notLookedUp: "the server's name was not looked up, since this machine waits for those of too many others"
    case .notConnected: "the server could not be reached"
    case .notSecure: "the TLS handshake with the server failed"
    case .late: "the server did not answer in time"
    case .stalled: "the server stopped in the middle of its answer"
    case .slow: "the server's answer came too slowly"
    case .endless: "the server's answer did not end in time"
    case .brokenOff: "the connection broke off"
    case .notHTTP: "the server's answer is not HTTP"
    case .cancelled: "the call was cancelled"
    }
  }
}
