import NIOCore
import TollgateCore
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

  /// What an answer without notices needs, and the head of any.
  private static let room = 1024

  /// Writes the answer to a create.
  static func write(_ answer: CreateAnswer, limits: RateStatuses, on terms: Terms, into out: inout ByteBuffer) {
    let amount = DecimalDigits(answer.amount)
    let frame = VendorBody.createdFrame
    let length =
      frame.start.utf8CodeUnitCount + amount.count + frame.middle.utf8CodeUnitCount + answer.jobID.utf8.count
      + frame.end.utf8CodeUnitCount
    let notices = answer.notices.reduce(0) { $0 + $1.utf8.count + 32 }
    write(about: room + notices, into: &out) { writer in
      writeHead(bodyLength: length, on: terms, to: &writer)
      answer.writeFields(to: &writer)
      RateLimitFields.write(limits, to: &writer)
      writer.end()
      writer.write(frame.start)
      writer.write(amount)
      writer.write(frame.middle)
      writer.write(answer.jobID)
      writer.write(frame.end)
    }
  }

  /// Writes the answer to a query.
  static func write(record: [UInt8], on terms: Terms, into out: inout ByteBuffer) {
    let (start, end) = VendorBody.recordFrame
    write(about: room + record.count, into: &out) { writer in
      writeHead(bodyLength: start.utf8CodeUnitCount + record.count + end.utf8CodeUnitCount, on: terms, to: &writer)
      writer.end()
      writer.write(start)
      writer.write(record.span)
      writer.write(end)
    }
  }

  private static func writeHead(bodyLength: Int, on terms: Terms, to writer: inout WireWriter) {
    writer.write(terms.isHTTP10 ? "HTTP/1.0 200 OK\r\n" : "HTTP/1.1 200 OK\r\n")
    if terms.closes { writer.write("Connection: close\r\n") }
    writer.write("Content-Type: application/json\r\nContent-Length: ")
    writer.write(DecimalDigits(Int64(bodyLength)))
    writer.write("\r\nDate: ")
    writer.write(terms.date)
    writer.end()
  }

  /// Has all written in one go; where it does not fit, once more with more room.
  private static func write(about count: Int, into out: inout ByteBuffer, _ body: (inout WireWriter) -> Void) {
    let written = unsafe out.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { memory in
      var writer = unsafe WireWriter(unsafe: memory)
      body(&writer)
      return writer.isFull ? 0 : writer.count
    }
    if written == 0 { write(about: count * 2, into: &out, body) }
  }
}
