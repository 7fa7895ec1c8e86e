import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Gives the main lane's answers the version, the framing and the `Connection` that the client has to get.
final class ResponseHandler: ChannelOutboundHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let connection: ConnectionHandler
  private var isHead = false

  init(connection: ConnectionHandler) { self.connection = connection }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let response):
      let closes = response.headerFields[.connection]?.lowercased() == "close"
      guard let exchange = connection.beginAnswer(closes: closes) else { break }
      isHead = exchange.isHead
      return context.write(wrapOutboundOut(.head(head(of: response, exchange))), promise: promise)
    case .body(let bytes):
      guard connection.isAnswering, !isHead else { break }
      return context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
    case .end:
      guard connection.isAnswering else { break }
      // Trailers are never sent.
      context.write(wrapOutboundOut(.end(nil)), promise: promise)
      return connection.endAnswer()
    }
    promise?.succeed(())
  }

  private func head(of response: HTTPResponse, _ exchange: Exchange) -> HTTPResponseHead {
    let status = HTTPResponseStatus(statusCode: response.status.code, reasonPhrase: response.status.reasonPhrase)
    var headers = HTTPHeaders()
    headers.reserveCapacity(response.headerFields.count + 2)
    var hasLength = false
    for field in response.headerFields {
      switch field.name {
      case .connection, .transferEncoding: continue
      case .contentLength:
        guard status.mayHaveResponseBody else { continue }
        hasLength = true
      default: break
      }
      headers.add(name: field.name.rawName, value: field.value)
    }
    if status.mayHaveResponseBody, !hasLength, !exchange.isHead, !exchange.isHTTP10 {
      headers.add(name: "Transfer-Encoding", value: "chunked")
    }
    if let field = connection.environment.transport.strictTransportField {
      headers.add(name: "Strict-Transport-Security", value: field)
    }
    if exchange.closes { headers.add(name: "Connection", value: "close") }
    return HTTPResponseHead(version: exchange.isHTTP10 ? .http1_0 : .http1_1, status: status, headers: headers)
  }
}
