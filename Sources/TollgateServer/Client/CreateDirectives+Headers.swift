import HTTPTypes
import TollgateCore
import TollgateEngine

extension CreateDirectives {
  /// The fields that are read here and say how the cache is to be used.
  static let cacheFields = KnownFields(.cacheControl, .tollgateVariant, .tollgateOnUnknown)
  /// The fields that are read here and make a create one that memory cannot answer.
  static let storeFields = KnownFields(.idempotencyKey, .tollgateDryRun)

  /// Reads what a create's headers ask for.
  ///
  /// - Throws: ``GatewayError/malformedHeader(_:)``: a header that is meant for the gateway and means nothing is refused
  /// rather than
  ///   ignored, because ignoring it could spend money.
  init(headers: HTTPFields) throws(GatewayError) {
    self.init()
    for directive in (headers[.cacheControl] ?? "").split(separator: ",") {
      try take(directive.trimmingSpaces())
    }
    if let variant = headers[.tollgateVariant] {
      guard ShortName.isValid(variant) else {
        throw .malformedHeader("Tollgate-Variant must be 1 to 64 of the characters A-Z a-z 0-9 . _ -; nothing was sent.")
      }
      self.variant = variant
    }
    if let text = headers[.tollgateOnUnknown] {
      guard let onUnknown = UnknownPolicy(rawValue: text.lowercased()) else {
        throw .malformedHeader("Tollgate-On-Unknown must be resend or refuse; nothing was sent.")
      }
      self.onUnknown = onUnknown
    }
    if let name = headers[.idempotencyKey] {
      guard (1...255).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw .malformedHeader("Idempotency-Key must be 1 to 255 visible ASCII characters without spaces; nothing was sent.")
      }
      idempotencyKey = name
    }
    if let text = headers[.tollgateDryRun] {
      // Whoever sends it does not want to spend, whatever the value was meant to say.
      guard text == "1" else { throw .malformedHeader("Tollgate-Dry-Run must be 1, or be left out; nothing was sent.") }
      isDryRun = true
    }
  }

  private mutating func take(_ directive: Substring) throws(GatewayError) {
    let parts = directive.split(separator: "=", maxSplits: 1)
    switch parts.first?.trimmingSpaces().lowercased() {
    case "no-cache": noCache = true
    case "no-store": noStore = true
    case "only-if-cached": onlyIfCached = true
    case "max-age":
      guard parts.count == 2, let seconds = UInt32(parts[1].trimmingSpaces()) else {
        throw .malformedHeader("Cache-Control: max-age must be a whole number of seconds, e.g. max-age=3600; nothing was sent.")
      }
      maximumAge = .seconds(Int64(seconds))
    default:
      // RFC 9111 §5.2.3: a cache ignores directives it does not know.
      break
    }
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var rest = drop { $0 == " " || $0 == "\t" }
    while rest.last == " " || rest.last == "\t" { rest = rest.dropLast() }
    return rest
  }
}
