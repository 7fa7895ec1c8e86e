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

  /// What a key's records show, and by what it is known.
  private struct Owner {
    let name: String
    var secrets: [KeyDigest]
  }

  private struct State {
    var mode: Mode
    var callers: [KeyDigest: Caller]
    var owners: [KeyID: Owner]
    /// The reload whose keys these are. A later reload has read at a later time.
    var reload = 0
    var lastReload = 0
    /// The keys that were revoked in this life, and the secrets that ended in it, whatever a reload has read.
    var revoked: Set<KeyID> = []
    var ended: Set<KeyDigest> = []

    mutating func removeEnded() {
      for digest in ended { callers[digest] = nil }
      for id in revoked { owners[id]?.secrets.forEach { callers[$0] = nil } }
    }
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
      swap(&state.owners, &fresh.owners)
      (state.mode, state.reload) = (fresh.mode, reload)
      state.removeEnded()
    }
    withExtendedLifetime(fresh) {}
  }

  /// Refuses a key from now on, whichever secret is used, also where the keys cannot be read anew.
  func revoke(_ key: KeyID) {
    state.withLockedValue { state in
      state.revoked.insert(key)
      state.removeEnded()
    }
  }

  /// Takes a key's secrets for those that it has after a rotation, and refuses every other that it had, also where the keys
  /// cannot be read anew.
  func rotate(_ stored: StoredKey) {
    let callers = Self.callers(of: stored, ownCredential)
    let owner = Owner(name: stored.key.name, secrets: callers.map(\.0))
    state.withLockedValue { state in
      let before = state.owners.updateValue(owner, forKey: stored.key.id)
      state.ended.formUnion(before?.secrets.filter { !owner.secrets.contains($0) } ?? [])
      for (digest, caller) in callers { state.callers[digest] = caller }
      state.removeEnded()
    }
  }

  /// Who comes with each secret of a key. Whoever comes with the former one has the key until that one ends: a look at a secret
  /// is no dearer where there are two.
  private static func callers(of stored: StoredKey, _ ownCredential: Secret?) -> [(KeyDigest, Caller)] {
    // Without an upstream key no purchase can be made, and nobody with a key gets as far as that.
    let credential = ownCredential ?? Secret("")
    let caller = (stored.digest, Caller(key: stored.key, credential: credential, isForwarded: false))
    guard let former = stored.former else { return [caller] }
    let key = stored.key.expiring(by: former.validUntil)
    return [caller, (former.digest, Caller(key: key, credential: credential, isForwarded: false))]
  }

  private static func state(of keys: [StoredKey], _ ownCredential: Secret?) -> State {
    let all = keys.map { (key: $0.key, callers: callers(of: $0, ownCredential)) }
    return State(
      mode: keys.isEmpty ? .open : .keyed,
      callers: Dictionary(all.flatMap(\.callers), uniquingKeysWith: { first, _ in first }),
      owners: Dictionary(
        all.map { ($0.key.id, Owner(name: $0.key.name, secrets: $0.callers.map(\.0))) },
        uniquingKeysWith: { first, _ in first }))
  }

  /// The name of a key, as its records show it; a caller of open mode has none of its own.
  func name(of id: KeyID) -> String { state.withLockedValue { $0.owners[id]?.name } ?? Self.openName }

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
