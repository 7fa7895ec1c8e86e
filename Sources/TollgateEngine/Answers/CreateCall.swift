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

  package init() {}
}

/// Who asks: the key, and the credential with which its purchases go upstream.
package struct Caller: Sendable, Equatable {
  package let key: Key
  package let credential: Secret

  package init(key: Key, credential: Secret) {
    self.key = key
    self.credential = credential
  }
}

/// A create that has been read, checked and normalised: everything that decides about it except the state of the world.
package struct PreparedCreate: Sendable {
  package let caller: Caller
  let request: CreateRequest
  let slot: Slot
  let policy: CachePolicy
  let notices: [String]
}
