import NIOCore
import NIOHTTP1

/// An HTTP answer and the way in which it is sent.
struct Answer: Sendable {
  /// How the bytes are sent.
  enum Pacing: Equatable {
    case atOnce
    /// The body's bytes one by one, each after a pause.
    case bodyByteByByte(Duration)
    /// All bytes one by one, each after a pause.
    case byteByByte(Duration)
    /// Half of the body; the connection is closed in the middle.
    case halfOfTheBody
    /// All of the body, behind a `Content-Length` of half of it.
    case halfOfTheLength
    /// The body and then filling until the client has enough.
    case endless
  }

  let status: Int
  var headers: [(name: String, value: String)]
  /// Empty where the body is a part of a file.
  var body: ByteBuffer
  /// The body where it is a part of a file.
  var file: FilePart?
  var pacing = Pacing.atOnce
  /// Whether `Content-Length` is given and the body left out, as a HEAD request wants it.
  var isHeadOnly = false

  init(_ status: Int, contentType: String, body: some Collection<UInt8>, headers: [(name: String, value: String)] = []) {
    self.status = status
    self.headers = [("Content-Type", contentType)] + headers
    self.body = ByteBuffer(bytes: body)
  }

  init(_ status: Int, contentType: String, file: FilePart, headers: [(name: String, value: String)] = []) {
    self.init(status, contentType: contentType, body: [], headers: headers)
    self.file = file
  }

  /// How many bytes the body has.
  var bodyCount: Int64 { file?.count ?? Int64(body.readableBytes) }

  static func json(_ status: Int = 200, _ body: some Collection<UInt8>) -> Answer {
    Answer(status, contentType: "application/json; charset=utf-8", body: body)
  }

  /// The status line and the header fields with the empty line behind them.
  func head(keepAlive: Bool) -> ByteBuffer {
    var text = "HTTP/1.1 \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    let length = pacing == .halfOfTheLength ? bodyCount / 2 : bodyCount
    if pacing != .endless { text += "Content-Length: \(length)\r\n" }
    text += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n"
    return ByteBuffer(string: text)
  }

  /// Whether a further request can follow on the connection.
  var leavesConnectionUsable: Bool { pacing != .halfOfTheBody && pacing != .halfOfTheLength && pacing != .endless }
}

/// What happens to a request.
enum Reaction {
  case answer(Answer)
  /// The connection is closed.
  case drop
  /// Nothing, until the client closes the connection.
  case silence
}
