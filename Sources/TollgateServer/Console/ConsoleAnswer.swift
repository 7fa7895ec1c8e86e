import HTTPTypes
import Hummingbird
import NIOCore
import TollgateCore

/// What the console answers.
enum ConsoleAnswer {
  case page(String, status: HTTPResponse.Status = .ok)
  /// Another page, with GET.
  case redirect(to: String, cookie: String? = nil)
  /// How creates end from now on, for a page that is open.
  case events(any AsyncSequence<RequestEvent, any Error> & Sendable)
  /// That there are none any more: a browser that gets this does not ask again.
  case endOfEvents

  /// Nothing in a page may run, load or be sent anywhere but from and to the gateway itself; no page frames it, and none is kept.
  static let fields: HTTPFields = [
    .contentSecurityPolicy: """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'
    """,
    .xContentTypeOptions: "nosniff",
    .crossOriginResourcePolicy: "same-origin",
    .crossOriginOpenerPolicy: "same-origin",
    // Without a referrer browsers would send forms with the origin "null".
    .referrerPolicy: "same-origin",
    .cacheControl: "no-store",
  ]

  var response: Response {
    var fields = Self.fields
    switch self {
    case .page(let text, let status):
      fields[.contentType] = "text/html; charset=utf-8"
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    case .redirect(let address, let cookie):
      fields[.location] = address
      fields[.setCookie] = cookie
      return Response(status: .seeOther, headers: fields)
    case .endOfEvents:
      return Response(status: .noContent, headers: fields)
    case .events(let events):
      fields[.contentType] = "text/event-stream"
      return Response(status: .ok, headers: fields, body: EventBody.body(events))
    }
  }
}
