import HTTPTypes
import NIOCore
import TollgateEngine

/// Writes answers of the instant lane, head and body in one piece: what the main lane's encoder makes of the same answer.
enum InstantAnswer {
  /// What does not depend on what is answered.
  struct Terms {
    let isHTTP10: Bool
    /// Whether the connection is closed behind the answer.
    let closes: Bool
    let date: String
  }

  /// Writes the answer to a create.
  static func write(_ answer: CreateAnswer, limits: [RateStatus], on terms: Terms, into out: inout ByteBuffer) {
    let body = VendorBody.created(jobID: answer.jobID, amount: answer.amount)
    beginHead(bodyLength: body.count, on: terms, into: &out)
    answer.forEachField { name, value in write(name, value, into: &out) }
    RateLimitFields.forEach(of: limits) { name, value in write(name, value, into: &out) }
    out.writeStaticString("\r\n")
    out.writeBytes(body)
  }

  /// Writes the answer to a query.
  static func write(record: [UInt8], on terms: Terms, into out: inout ByteBuffer) {
    let (start, end) = VendorBody.recordFrame
    beginHead(bodyLength: start.utf8CodeUnitCount + record.count + end.utf8CodeUnitCount, on: terms, into: &out)
    out.writeStaticString("\r\n")
    out.writeStaticString(start)
    out.writeBytes(record)
    out.writeStaticString(end)
  }

  private static func beginHead(bodyLength: Int, on terms: Terms, into out: inout ByteBuffer) {
    out.writeStaticString(terms.isHTTP10 ? "HTTP/1.0 200 OK\r\n" : "HTTP/1.1 200 OK\r\n")
    if terms.closes { out.writeStaticString("Connection: close\r\n") }
    out.writeStaticString("Content-Type: application/json\r\nContent-Length: ")
    out.writeString(String(bodyLength))
    out.writeStaticString("\r\nDate: ")
    out.writeString(terms.date)
    out.writeStaticString("\r\n")
  }

  private static func write(_ name: HTTPField.Name, _ value: String, into out: inout ByteBuffer) {
    out.writeString(name.rawName)
    out.writeStaticString(": ")
    out.writeString(value)
    out.writeStaticString("\r\n")
  }
}
