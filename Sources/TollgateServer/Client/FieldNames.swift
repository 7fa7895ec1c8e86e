import HTTPTypes

// The names are constants of this file, and valid.
// swift-format-ignore: NeverForceUnwrap
extension HTTPField.Name {
  static let cacheStatus = HTTPField.Name("Cache-Status")!
  static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
  static let host = HTTPField.Name("Host")!
  static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
  static let link = HTTPField.Name("Link")!
  static let rateLimit = HTTPField.Name("RateLimit")!
  static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
  static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
  static let secFetchMode = HTTPField.Name("Sec-Fetch-Mode")!
  static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
  static let tollgateCharged = HTTPField.Name("Tollgate-Charged")!
  static let tollgateDryRun = HTTPField.Name("Tollgate-Dry-Run")!
  static let tollgateEntries = HTTPField.Name("Tollgate-Entries")!
  static let tollgateFiles = HTTPField.Name("Tollgate-Files")!
  static let tollgateGeneration = HTTPField.Name("Tollgate-Generation")!
  static let tollgateNotice = HTTPField.Name("Tollgate-Notice")!
  static let tollgateOnUnknown = HTTPField.Name("Tollgate-On-Unknown")!
  static let tollgateSaved = HTTPField.Name("Tollgate-Saved")!
  static let tollgateSkipped = HTTPField.Name("Tollgate-Skipped")!
  static let traceParent = HTTPField.Name("traceparent")!
  static let tollgateVariant = HTTPField.Name("Tollgate-Variant")!
}
