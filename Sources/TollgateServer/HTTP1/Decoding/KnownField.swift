/// The fields that the gateway itself reads.
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

  /// The only field whose name may have this length, first and last letter.
  private static func candidate(_ length: Int, _ first: UInt8, _ last: UInt8) -> KnownField? {
    switch (length, first, last) {
    case (4, UInt8(ascii: "h"), UInt8(ascii: "t")): .host
    case (5, UInt8(ascii: "r"), UInt8(ascii: "e")): .range
    case (6, UInt8(ascii: "a"), UInt8(ascii: "t")): .accept
    case (6, UInt8(ascii: "e"), UInt8(ascii: "t")): .expect
    case (6, UInt8(ascii: "o"), UInt8(ascii: "n")): .origin
    case (8, UInt8(ascii: "i"), UInt8(ascii: "h")): .ifMatch
    case (8, UInt8(ascii: "i"), UInt8(ascii: "e")): .ifRange
    case (10, UInt8(ascii: "c"), UInt8(ascii: "n")): .connection
    case (10, UInt8(ascii: "u"), UInt8(ascii: "t")): .userAgent
    case (12, UInt8(ascii: "c"), UInt8(ascii: "e")): .contentType
    case (13, UInt8(ascii: "a"), UInt8(ascii: "n")): .authorization
    case (13, UInt8(ascii: "c"), UInt8(ascii: "l")): .cacheControl
    case (13, UInt8(ascii: "i"), UInt8(ascii: "h")): .ifNoneMatch
    case (14, UInt8(ascii: "c"), UInt8(ascii: "h")): .contentLength
    case (14, UInt8(ascii: "s"), UInt8(ascii: "e")): .secFetchSite
    case (15, UInt8(ascii: "a"), UInt8(ascii: "g")): .acceptEncoding
    case (15, UInt8(ascii: "i"), UInt8(ascii: "y")): .idempotencyKey
    case (16, UInt8(ascii: "c"), UInt8(ascii: "g")): .contentEncoding
    case (16, UInt8(ascii: "t"), UInt8(ascii: "n")): .tollgateDryRun
    case (16, UInt8(ascii: "t"), UInt8(ascii: "t")): .tollgateVariant
    case (17, UInt8(ascii: "t"), UInt8(ascii: "g")): .transferEncoding
    case (19, UInt8(ascii: "t"), UInt8(ascii: "n")): .tollgateOnUnknown
    default: nil
    }
  }
}
