import HTTPTypes
import NIOCore

extension ErrorAnswer {
  /// Writes the last answer of a connection.
  ///
  /// - Parameters:
  ///   - head: the request's head as far as it was read.
  ///   - out: is appended to.
  func write(to head: RequestHead, into out: inout ByteBuffer) {
    let body = VendorBody.failure(code: code, sentence)
    let reason = HTTPResponse.Status(code: status).reasonPhrase
    out.writeString("\(head.isHTTP10 ? "HTTP/1.0" : "HTTP/1.1") \(status) \(reason)\r\nConnection: close\r\n")
    out.writeString("Content-Length: \(body.count)\r\nContent-Type: application/json\r\nDate: \(HTTPDate.now())\r\n")
    for field in headers { out.writeString("\(field.name.rawName): \(field.value)\r\n") }
    out.writeString("\r\n")
    // What follows the head of an answer to HEAD would be read as the next answer.
    if head.method != .head { out.writeBytes(body) }
  }
}
