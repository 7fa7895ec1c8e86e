import TollgateCore
import TollgateEngine

/// The header fields of draft-ietf-httpapi-ratelimit-headers: structured lists (RFC 9651) of a policy's name with its quota `q`
/// and window `w`, and of what remains `r` and the seconds `t` until all of it is there again.
enum RateLimitFields {
  /// Writes the fields for these limits; nothing where there are none.
  static func write(_ limits: RateStatuses, to writer: inout some AnswerFieldWriter) {
    guard !limits.isEmpty else { return }
    writer.begin(.rateLimitPolicy)
    list(limits, to: &writer) { limit, writer in
      writer.write(";q=")
      writer.write(DecimalDigits(Int64(limit.limit)))
      writer.write(";w=60")
    }
    writer.end()
    writer.begin(.rateLimit)
    list(limits, to: &writer) { limit, writer in
      writer.write(";r=")
      writer.write(DecimalDigits(Int64(limit.remaining)))
      writer.write(";t=")
      writer.write(DecimalDigits(limit.reset.wholeSecondsRoundedUp(atLeast: 0)))
    }
    writer.end()
  }

  /// Writes a list whose members begin with the limits' names.
  private static func list<Writer: AnswerFieldWriter>(
    _ limits: RateStatuses, to writer: inout Writer, _ parameters: (RateStatus, inout Writer) -> Void
  ) {
    var isFirst = true
    limits.forEach { limit in
      if !isFirst { writer.write(", ") }
      isFirst = false
      writer.write(name(of: limit))
      parameters(limit, &writer)
    }
  }

  private static func name(of limit: RateStatus) -> StaticString {
    switch (limit.kind, limit.scope) {
    case (.creates, .gateway): #""gateway-creates""#
    case (.creates, _): #""creates""#
    case (.generations, .gateway): #""gateway-generations""#
    case (.generations, _): #""generations""#
    }
  }
}

extension Duration {
  /// The whole seconds that a client has to wait, rounded up, at least 1.
  var wholeSecondsRoundedUp: Int64 { wholeSecondsRoundedUp(atLeast: 1) }

  /// The whole seconds, rounded up.
  func wholeSecondsRoundedUp(atLeast minimum: Int64) -> Int64 {
    let (seconds, attoseconds) = components
    return max(minimum, attoseconds > 0 ? seconds + 1 : seconds)
  }
}
