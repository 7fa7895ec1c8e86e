package import TollgateCore

/// What a create's request headers ask for.
package struct CreateDirectives: Sendable, Equatable {
  /// `Cache-Control: no-cache`: buy and replace.
  package var noCache = false
  /// `Cache-Control: no-store`: buy, keep nothing.
  package var noStore = false
  /// `Cache-Control: only-if-cached`: never buy.
  package var onlyIfCached = false
  /// `Cache-Control: max-age=N`: replay nothing older.
  package var maximumAge: Duration?
  /// `Tollgate-Variant`: which sample; empty for the plain one.
  package var variant = ""
  /// `Tollgate-On-Unknown`; `nil` for what is configured.
  package var onUnknown: UnknownPolicy?
  /// `Idempotency-Key`.
  package var idempotencyKey: String?

  /// `Tollgate-Dry-Run: 1`: say what would happen, and spend nothing.
  package var isDryRun = false

  /// What links begin with in a record that is posted to the client later; `nil` for the gateway's own.
  package var baseURL: String?

  package init() {}
}
