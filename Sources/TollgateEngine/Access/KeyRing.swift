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

  /// A key as it was made or rotated in this life.
  private struct News {
    let key: StoredKey
    /// The reloads up to this one may have read before.
    let lastReload: Int
  }

  private struct State {
    var mode: Mode
    var callers: [KeyDigest: Caller] = [:]
    var owners: [KeyID: Owner] = [:]
    /// When the former secrets end.
    var formerEnds: [KeyDigest: Timestamp] = [:]
    /// The reload whose keys these are. A later reload has read at a later time.
    var reload = 0
    var lastReload = 0
    var failedReload = 0
    /// The first reload that has read what the configuration file declares since it was read again, as long as none of these was used.
    var declaredReload: Int?
    /// What a reload that is under way may not have seen.
    var news: [KeyID: News] = [:]
    /// The number of each key's latest rotation in this life.
    var rotations: [KeyID: Int] = [:]
    /// The keys that were revoked in this life, and the secrets that ended in it, whatever a reload has read.
    var revoked: Set<KeyID> = []
    var ended: Set<KeyDigest> = []
    /// Former secrets whose overlap has ended, and that the store still knows.
    var unforgotten: Set<KeyDigest> = []

    /// Takes a key for what it is now.
    mutating func put(_ stored: StoredKey, _ ownCredential: Secret?) {
      mode = .keyed
      let all = KeyRing.callers(of: stored, ownCredential)
      owners[stored.key.id] = Owner(name: stored.key.name, secrets: all.map(\.0))
      for (digest, caller) in all { callers[digest] = caller }
      if let former = stored.former { formerEnds[former.digest] = former.validUntil }
    }

    mutating func removeEnded() {
      for digest in ended {
        callers[digest] = nil
        formerEnds[digest] = nil
      }
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

  /// Whether the keys could not be read the last time.
  var needsReload: Bool { state.withLockedValue { $0.failedReload > $0.reload } }

  package var mode: Mode { state.withLockedValue(\.mode) }

  /// Reads the keys anew. Of two reloads at the same time the one that began later wins: it has seen what the other has seen.
  ///
  /// - Parameters:
  ///   - isDeclared: whether the configuration file was read before: its keys are valid again, with the secrets that it gives them,
  ///     whatever has ended in this life.
  ///   - onUse: given them when they are used, and before those of a later reload are. Every request waits for it.
  ///   - read: reads them.
  /// - Throws: what `read` throws; the keys stay as they are then.
  func reload(
    isDeclared: Bool = false, onUse: ([StoredKey]) -> Void = { _ in },
    _ read: () async throws(AdministrationError) -> [StoredKey]
  ) async throws(AdministrationError) {
    let reload = state.withLockedValue { state in
      state.lastReload += 1
      if isDeclared { state.declaredReload = state.lastReload }
      return state.lastReload
    }
    let keys: [StoredKey]
    do throws(AdministrationError) {
      keys = try await read()
    } catch {
      state.withLockedValue { $0.failedReload = max($0.failedReload, reload) }
      throw error
    }
    var fresh = Self.state(of: keys, ownCredential)
    // Every request waits for the lock: the old keys change places with the new ones, and are freed when it is open again.
    state.withLockedValue { state in
      guard reload > state.reload else { return }
      // Also by one that has overtaken it, or comes after it failed.
      if let declared = state.declaredReload, reload >= declared {
        state.declaredReload = nil
        for stored in keys where stored.key.origin == .declared {
          state.revoked.remove(stored.key.id)
          state.ended.remove(stored.digest)
          state.unforgotten.remove(stored.digest)
        }
      }
      swap(&state.callers, &fresh.callers)
      swap(&state.owners, &fresh.owners)
      swap(&state.formerEnds, &fresh.formerEnds)
      (state.mode, state.reload) = (fresh.mode, reload)
      state.news = state.news.filter { $0.value.lastReload >= reload }
      for news in state.news.values { state.put(news.key, ownCredential) }
      state.removeEnded()
      onUse(keys)
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

  /// Lets a key in that was made, also where the keys cannot be read anew.
  func add(_ stored: StoredKey) {
    state.withLockedValue { state in
      // Whoever hears of it late may have heard of its rotation before.
      guard state.rotations[stored.key.id] == nil else { return }
      state.news[stored.key.id] = News(key: stored, lastReload: state.lastReload)
      state.put(stored, ownCredential)
      state.removeEnded()
    }
  }

  /// Takes a key's secrets for those that it has after a rotation, and refuses those that ended with it, also where the keys
  /// cannot be read anew. Rotations of one key may come in any order.
  func rotate(_ rotated: RotatedKey) {
    let id = rotated.after.key.id
    state.withLockedValue { state in
      state.ended.formUnion(rotated.ended)
      if rotated.number >= state.rotations[id] ?? 0 {
        state.rotations[id] = rotated.number
        state.news[id] = News(key: rotated.after, lastReload: state.lastReload)
        state.put(rotated.after, ownCredential)
      }
      state.removeEnded()
    }
  }

  /// Ends the former secrets whose overlap is over, for good: a clock that is set back brings none of them to life again.
  func endFormerSecrets(at now: Timestamp) {
    state.withLockedValue { state in
      let over = state.formerEnds.filter { $0.value <= now }.keys
      guard !over.isEmpty else { return }
      state.ended.formUnion(over)
      state.unforgotten.formUnion(over)
      state.removeEnded()
    }
  }

  /// Former secrets that have ended, and that the store still knows.
  var unforgottenSecrets: Set<KeyDigest> { state.withLockedValue(\.unforgotten) }

  /// Notes that the store has forgotten secrets.
  func noteForgotten(_ digests: Set<KeyDigest>) { state.withLockedValue { $0.unforgotten.subtract(digests) } }

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
    var state = State(mode: .open)
    for key in keys { state.put(key, ownCredential) }
    return state
  }

  /// The name of a key, as its records show it; a caller of open mode has none of its own.
  func name(of id: KeyID) -> String { state.withLockedValue { $0.owners[id]?.name } ?? Self.openName }

  /// The names of all keys that there are, also of those that are refused.
  var names: [KeyID: String] { state.withLockedValue { $0.owners.mapValues(\.name) } }

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
        if caller != nil { endFormerSecrets(at: now) }
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
