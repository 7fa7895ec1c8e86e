import HTTPTypes
import TollgateCore
import TollgateEngine

/// The header fields of draft-ietf-httpapi-ratelimit-headers: structured lists (RFC 9651) of a policy's name with its quota `q`
/// and window `w`, and of what remains `r` and the seconds `t` until all of it is there again.
enum RateLimitFields {
  /// Adds the fields for these limits; nothing where there are none.
  static func add(_ limits: [RateStatus], to headers: inout HTTPFields) {
    forEach(of: limits) { headers[$0] = $1 }
  }

  /// Gives `body` the fields for these limits; nothing where there are none.
  static func forEach(of limits: [RateStatus], _ body: (HTTPField.Name, String) -> Void) {
    guard !limits.isEmpty else { return }
    body(.rateLimitPolicy, limits.map { "\(name(of: $0));q=\($0.limit);w=60" }.joined(separator: ", "))
    let status = limits.map { "\(name(of: $0));r=\($0.remaining);t=\($0.reset.wholeSecondsRoundedUp(atLeast: 0))" }
    body(.rateLimit, status.joined(separator: ", "))
  }

  private static func name(of limit: RateStatus) -> String {
    limit.scope == .gateway ? "\"gateway-\(limit.kind.rawValue)\"" : "\"\(limit.kind.rawValue)\""
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
