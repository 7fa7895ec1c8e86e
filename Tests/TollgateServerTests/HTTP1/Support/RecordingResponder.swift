import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// The main lane of a test: records requests, and answers them at once or when the test wants.
final class RecordingResponder: ChannelInboundHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundOut = HTTPResponsePart

  struct Recorded: Equatable {
    let head: HTTPRequest
    let body: [UInt8]
  }

  /// The requests that came as a whole.
  private(set) var requests: [Recorded] = []
  /// The requests of which the head came.
  private(set) var heads: [HTTPRequest] = []
  private(set) var errors = 0
  private(set) var body: [UInt8] = []
  private let answersAtOnce: Bool
  private var context: ChannelHandlerContext?

  init(answersAtOnce: Bool) { self.answersAtOnce = answersAtOnce }

  var paths: [String] { requests.map { $0.head.path ?? "" } }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      heads.append(head)
      body = []
    case .body(let part): body += part.readableBytesView
    case .end:
      guard let head = heads.last else { return }
      requests.append(Recorded(head: head, body: body))
      if answersAtOnce { answer(head.method == .head ? 204 : 200) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { errors += 1 }

  /// Writes a whole answer.
  func answer(_ status: Int, _ fields: HTTPFields = [:], body: String = "{}") {
    begin(status, fields, length: body.utf8.count)
    if status != 204 { write(body) }
    finish()
  }

  /// Writes the head of an answer, of known or unknown length.
  func begin(_ status: Int, _ fields: HTTPFields = [:], length: Int? = nil) {
    var fields = fields
    if let length { fields[.contentLength] = String(length) }
    context?.write(wrapOutboundOut(.head(HTTPResponse(status: .init(code: status), headerFields: fields))), promise: nil)
  }

  func write(_ text: String) {
    context?.writeAndFlush(wrapOutboundOut(.body(ByteBuffer(string: text))), promise: nil)
  }

  func finish() { context?.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }

  /// Closes, as the main lane does at its end.
  func close(_ mode: CloseMode) { context?.close(mode: mode, promise: nil) }
}
