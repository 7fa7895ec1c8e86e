/// The fields whose names are recognised without making a text: those that the gateway reads, and those that most clients send.
package enum KnownField: UInt8, CaseIterable, Sendable {
  case accept
  case acceptEncoding
  case authorization
  case cacheControl
  case connection
  case contentEncoding
  case contentLength
  case contentType
  case expect
  case host
  case idempotencyKey
  case ifMatch
  case ifNoneMatch
  case ifRange
  case origin
  case range
  case secFetchSite
  case tollgateDryRun
  case tollgateOnUnknown
  case tollgateVariant
  case transferEncoding
  case userAgent
  case xForwardedFor
  case xForwardedHost
  case xForwardedProto

  /// The name in lower case.
  package var name: StaticString {
    switch self {
    case .accept: "accept"
    case .acceptEncoding: "accept-encoding"
    case .authorization: "authorization"
    case .cacheControl: "cache-control"
    case .connection: "connection"
    case .contentEncoding: "content-encoding"
    case .contentLength: "content-length"
    case .contentType: "content-type"
    case .expect: "expect"
    case .host: "host"
    case .idempotencyKey: "idempotency-key"
    case .ifMatch: "if-match"
    case .ifNoneMatch: "if-none-match"
    case .ifRange: "if-range"
    case .origin: "origin"
    case .range: "range"
    case .secFetchSite: "sec-fetch-site"
    case .tollgateDryRun: "tollgate-dry-run"
    case .tollgateOnUnknown: "tollgate-on-unknown"
    case .tollgateVariant: "tollgate-variant"
    case .transferEncoding: "transfer-encoding"
    case .userAgent: "user-agent"
    case .xForwardedFor: "x-forwarded-for"
    case .xForwardedHost: "x-forwarded-host"
    case .xForwardedProto: "x-forwarded-proto"
    }
  }

  /// Recognises a name that is a token.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard let first = range.first, let last = range.last,
      let field = Self.candidate(range.count, bytes[first].lowercased, bytes[last].lowercased),
      bytes.equalsIgnoringCase(range, field.name)
    else { return nil }
    self = field
  }

  /// The only field whose name may have this length, and this first or last letter.
  private static func candidate(_ length: Int, _ first: UInt8, _ last: UInt8) -> KnownField? {
    switch length {
    case 4: .host
    case 5: .range
    case 6: first == UInt8(ascii: "a") ? .accept : first == UInt8(ascii: "e") ? .expect : .origin
    case 8: last == UInt8(ascii: "h") ? .ifMatch : .ifRange
    case 10: first == UInt8(ascii: "c") ? .connection : .userAgent
    case 12: .contentType
    case 13: first == UInt8(ascii: "a") ? .authorization : first == UInt8(ascii: "c") ? .cacheControl : .ifNoneMatch
    case 14: first == UInt8(ascii: "c") ? .contentLength : .secFetchSite
    case 15: first == UInt8(ascii: "a") ? .acceptEncoding : first == UInt8(ascii: "x") ? .xForwardedFor : .idempotencyKey
    case 16:
      switch (first, last) {
      case (UInt8(ascii: "x"), _): .xForwardedHost
      case (_, UInt8(ascii: "g")): .contentEncoding
      case (_, UInt8(ascii: "n")): .tollgateDryRun
      default: .tollgateVariant
      }
    case 17: first == UInt8(ascii: "x") ? .xForwardedProto : .transferEncoding
    case 19: .tollgateOnUnknown
    default: nil
    }
  }
}
