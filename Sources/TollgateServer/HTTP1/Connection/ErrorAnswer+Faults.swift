import HTTPTypes
import TollgateCore

extension ErrorAnswer {
  /// What a client hears whose request could not be read.
  init(_ fault: RequestFault, _ limits: DecoderLimits) {
    switch fault {
    case .badRequestLine:
      self = .malformed("The request does not begin with a method, a path and HTTP/1.1 on one line; speak plain HTTP/1.1.")
    case .notEncrypted:
      self = .malformed("This port speaks https, and the request came in the clear; begin the address with https://.")
    case .badMethod: self = .malformed("The request's method is none of HTTP's; use GET or POST.")
    case .badTarget:
      self = .malformed("The request's path is not spelled as one; begin it with / and percent-encode special characters.")
    case .foreignTarget:
      self = .malformed("The request is meant for another server than its Host header says; send only the path.")
    case .badChunk: self = .malformed("The body is not chunked as its header says; send it again, or with Content-Length.")
    case .incomplete: self = .malformed("The connection was ended before the whole body came; nothing was done. Send it again.")
    case .badField:
      self = .malformedHeader("A header line is not a name, a colon and a value; send each header on one line of its own.")
    case .badValue(let name):
      self = .malformedHeader(
        "The header \(name) holds a byte that no header may hold; use visible ASCII characters, and percent-encode others.")
    case .badHost:
      self = .malformedHeader("Host must be there exactly once, as one name or address with a port or none; correct it.")
    case .badLength: self = .malformedHeader("Content-Length must be there once, as one number of bytes; correct it.")
    case .badTransferEncoding:
      self = .malformedHeader("Transfer-Encoding may only be \"chunked\", once and with HTTP/1.1; send Content-Length instead.")
    case .twoLengths: self = .malformedHeader("Content-Length and Transfer-Encoding exclude each other; send one of them.")
    case .unknownTransferCoding:
      self.init(
        status: 501, code: 50100, "Of the transfer codings only \"chunked\" is known here; send the body with no other.")
    case .methodRefused:
      self.init(
        status: 405, code: 40500, "CONNECT, TRACE and OPTIONS * are not for this server; use GET, HEAD and POST.",
        headers: [.allow: "GET, HEAD, POST"])
    case .tooSlow: self.init(status: 408, code: 40800, "The request came too slowly; nothing was done. Send it again.")
    case .targetTooLong:
      self.init(
        status: 414, code: 41400, "The request's path and query are longer than \(limits.target) bytes; shorten them.")
    case .badExpectation:
      self.init(
        status: 417, code: 41700, "Of the expectations only \"100-continue\" is known here; send no other Expect header.")
    case .headersTooLarge:
      self.init(
        status: 431, code: 43100,
        """
        The request's headers are larger than \(limits.headers) bytes, one of them than \(limits.field), or they are more than \
        \(limits.fields); send less, or raise server.limits.headers in gateway.yaml.
        """)
    case .unsupportedVersion:
      self.init(status: 505, code: 50500, "Only HTTP/1.1 and HTTP/1.0 are spoken here; use one of them.")
    }
  }

  private static func malformed(_ sentence: String) -> ErrorAnswer { ErrorAnswer(status: 400, code: 40000, sentence) }

  private static func malformedHeader(_ sentence: String) -> ErrorAnswer { ErrorAnswer(status: 400, code: 40001, sentence) }
}
