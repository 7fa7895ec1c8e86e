import Crypto
import NIOConcurrencyHelpers
package import TollgateCore

/// Who may use the gateway. It answers from memory, and a change is effective on the next request.
package final class KeyRing: Sendable {
  /// How callers are told apart.
  package enum Mode: Sendable, Equatable {
    /// No key was ever configured or created: loopback only, and no key needed.
    case open
    /// Every caller needs a key.
    case keyed
  }

  private struct State {
    var mode: Mode
    var callers: [KeyDigest: Caller]
    var names: [KeyID: String]
    /// The reload whose keys these are. A later reload has read at a later time.
    var reload = 0
    var lastReload = 0
    /// The keys that were revoked in this life, whatever a reload has read.
    var revoked: Set<KeyDigest> = []
  }

  /// The gateway's own upstream key; `nil` where each caller's bearer is forwarded (open mode only).
  private let ownCredential: Secret?
  /// Whoever asks in open mode, where the gateway has an upstream key; else `nil`.
  package let localCaller: Caller?
  private let state: NIOLockedValueBox<State>

  package init(keys: [StoredKey], ownCredential: Secret?) {
    self.ownCredential = ownCredential
    localCaller = ownCredential.map { Caller(key: Self.localKey, credential: $0, isForwarded: false) }
    state = NIOLockedValueBox(Self.state(of: keys, ownCredential))
  }

  package var mode: Mode { state.withLockedValue(\.mode) }

  /// Reads the keys anew. Of two reloads at the same time the one that began later wins: it has seen what the other has seen.
  func reload(_ read: () async throws(AdministrationError) -> [StoredKey]) async throws(AdministrationError) {
    let reload = state.withLockedValue { state in
      state.lastReload += 1
      return state.lastReload
    }
    var fresh = Self.state(of: try await read(), ownCredential)
    // Every request waits for the lock: the old keys change places with the new ones, and are freed when it is open again.
    state.withLockedValue { state in
      guard reload > state.reload else { return }
      swap(&state.callers, &fresh.callers)
      swap(&state.names, &fresh.names)
      (state.mode, state.reload) = (fresh.mode, reload)
      for digest in state.revoked { state.callers[digest] = nil }
    }
    withExtendedLifetime(fresh) {}
  }

  /// Refuses a key from now on, also where the keys cannot be read anew.
  func revoke(_ key: StoredKey) {
    state.withLockedValue { state in
      state.revoked.insert(key.digest)
      state.callers[key.digest] = nil
    }
  }

  /// Without an upstream key no purchase can be made, and nobody with a key gets as far as that.
  private static func state(of keys: [StoredKey], _ ownCredential: Secret?) -> State {
    let callers = keys.map { ($0.digest, Caller(key: $0.key, credential: ownCredential ?? Secret(""), isForwarded: false)) }
    return State(
      mode: keys.isEmpty ? .open : .keyed, callers: Dictionary(callers, uniquingKeysWith: { first, _ in first }),
      names: Dictionary(keys.map { ($0.key.id, $0.key.name) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The name of a key, as its records show it; a caller of open mode has none of its own.
  func name(of id: KeyID) -> String { state.withLockedValue { $0.names[id] } ?? Self.openName }

  /// Says who a request comes from, by its bearer token alone.
  ///
  /// - Parameters:
  ///   - bearer: the token of `Authorization: Bearer …`; `nil` where there is none.
  ///   - now: the moment at which the key must be valid.
  /// - Returns: the caller.
  /// - Throws: ``GatewayError/unauthorized(_:)``.
  package func caller(bearer: String?, at now: Timestamp) throws(GatewayError) -> Caller {
    let (mode, caller) = look(for: bearer.map { KeyDigest(secret: $0) })
    switch mode {
    case .open:
      return try openCaller(bearer: bearer)
    case .keyed:
      guard bearer != nil else {
        throw .unauthorized("There is no key in this request; send the header Authorization: Bearer <your Tollgate key>.")
      }
      guard let caller, caller.key.isValid(at: now) else {
        throw .unauthorized(
          "This key is unknown, expired or revoked; ask whoever runs this gateway for one (tollgate keys create NAME).")
      }
      guard ownCredential != nil else {
        throw .unauthorized("The gateway has no upstream key; whoever runs it has to set SHORTAPI_KEY and restart it.")
      }
      return caller
    }
  }

  /// The caller to whom a token belongs; in open mode it belongs to nobody.
  ///
  /// - Parameters:
  ///   - bearer: the token as it came.
  ///   - now: the moment at which the key must be valid.
  /// - Returns: `nil` where ``caller(bearer:at:)`` has more to say.
  package func owner(of bearer: Span<UInt8>, at now: Timestamp) -> Caller? {
    guard ownCredential != nil, let caller = look(for: KeyDigest(secret: bearer)).caller, caller.key.isValid(at: now) else {
      return nil
    }
    return caller
  }

  private func look(for digest: KeyDigest?) -> (mode: Mode, caller: Caller?) {
    state.withLockedValue { state in (state.mode, digest.flatMap { state.callers[$0] }) }
  }

  /// In open mode all callers are one local user where the gateway has an upstream key of its own; else each bearer is a key of
  /// its own and is forwarded.
  private func openCaller(bearer: String?) throws(GatewayError) -> Caller {
    if let localCaller { return localCaller }
    guard let bearer, !bearer.isEmpty else {
      throw .unauthorized(
        "There is no key in this request: send Authorization: Bearer <your ShortAPI key>, or start the gateway with "
          + "SHORTAPI_KEY.")
    }
    return Caller(key: Self.openKey(seed: "bearer " + bearer), credential: Secret(bearer), isForwarded: true)
  }

  private static let openName = "local"

  /// The caller of open mode, where all are one local user.
  static var localUser: KeyID { localKey.id }
  private static let localKey = openKey(seed: "local user")

  /// Open keys are not stored: their ids are derived, so that the same caller finds its jobs again after a restart.
  private static func openKey(seed: String) -> Key {
    let digest = SHA256.hash(data: Array(("tollgate open mode: " + seed).utf8))
    return Key(
      id: KeyID(truncating: Array(digest)), name: openName, origin: .open, createdAt: Timestamp(millisecondsSince1970: 0))
  }
}
