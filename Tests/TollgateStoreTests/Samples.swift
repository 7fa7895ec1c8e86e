import TollgateCore

/// Values that the tests of the store are made of.
enum Sample {
  static let alice = key(1)
  static let bob = key(2)
  static let owner = OwnerID("first run")
  static let start = Timestamp(millisecondsSince1970: 1_780_000_000_000)
  static let window = LedgerWindow(day: 20_260_528, month: 202_605)
  static let price = Money(nanodollars: 40_000_000)

  static func key(_ number: UInt8) -> KeyID {
    KeyID(bytes: [UInt8](repeating: 0, count: 15) + [number]) ?? KeyID.random()
  }

  static func slot(_ content: String = "a cat", scope: Scope = .gateway, variant: String = "") -> Slot {
    Slot(content: Content(hashing: Array(content.utf8)), scope: scope, variant: variant)
  }

  static func order(
    _ slot: Slot = slot(), policy: CachePolicy = CachePolicy(), key: KeyID = alice, team: String? = "design",
    quote: Money? = price, priceClass: String = "google/nano-banana", maximumRunningOfKey: Int? = nil,
    maximumRunning: Int? = nil, rate: any PurchaseRate = UnlimitedRate(), isPaused: Bool = false, at: Timestamp = start,
    window: LedgerWindow = window, owner: OwnerID = owner, body: String = #"{"args":{}}"#,
    idempotency: IdempotencyClaim? = nil, callback: CallbackOrder? = nil, maximumCallbacks: Int? = nil,
    onCallbackLeftOut: @escaping @Sendable () -> Void = {}
  ) -> PurchaseOrder {
    PurchaseOrder(
      slot: slot, policy: policy, key: key, team: team, model: "google/nano-banana", canonicalBody: Array(body.utf8),
      quote: quote, priceClass: Catalogue.builtIn.priceClass(model: priceClass, args: [:]),
      maximumRunningOfKey: maximumRunningOfKey,
      maximumRunning: maximumRunning, rate: rate, pause: isPaused ? .draining : nil, at: at, window: window, owner: owner,
      idempotency: idempotency, callback: callback, maximumCallbacksOfKey: maximumCallbacks,
      onCallbackLeftOut: onCallbackLeftOut)
  }

  /// A callback of a create whose job has this serial, where it does not pay.
  static func callback(_ serial: Int64 = 1, receiver: String = "https://a.example") -> CallbackOrder {
    CallbackOrder(url: receiver + "/hook", receiver: receiver, baseURL: "http://127.0.0.1:8080", serial: serial)
  }

  /// A finished record with one link in its result.
  static let record: JSONObject = ["id": "u", "result": ["images": ["https://files.example/a.png"]], "status": 2]
  /// A finished record that names no file.
  static let emptyRecord: JSONObject = ["id": "u", "result": [:], "status": 2]

  static func accepted(_ upstreamID: String, _ charge: Charge = .stated(price)) -> GenerationEvent {
    .accepted(upstreamID: upstreamID, charge: charge)
  }

  static let rejected = GenerationEvent.rejected(Rejection(httpStatus: 400, code: 1001, text: "no such size"))

  static func storedKey(
    _ name: String, secret: String, id: KeyID = .random(), origin: Key.Origin = .created, team: String? = nil,
    models: [ModelPattern]? = nil, replayOnly: Bool = false, limits: KeyLimits = KeyLimits(), expiresAt: Timestamp? = nil
  ) -> StoredKey {
    StoredKey(
      key: Key(
        id: id, name: name, team: team, origin: origin, models: models, replayOnly: replayOnly, limits: limits,
        createdAt: start, expiresAt: expiresAt),
      digest: KeyDigest(secret: secret))
  }
}

extension Money {
  static func cents(_ count: Int64) -> Money { Money(nanodollars: count * 10_000_000) }
}

extension LedgerWindow {
  /// A day of May or June 2026.
  static func day(_ day: Int32) -> LedgerWindow { LedgerWindow(day: day, month: day / 100) }
}

extension Timestamp {
  /// The sample start plus some seconds.
  static func after(_ seconds: Int64) -> Timestamp { Sample.start + .seconds(seconds) }
}

extension CachePolicy {
  static let plain = CachePolicy()
  static let noCache = CachePolicy(ignoresFinished: true)
  static let noStore = CachePolicy(storesNothing: true)
  static let onlyIfCached = CachePolicy(neverBuys: true)
  static let askedResend = CachePolicy(resend: .asked)
  static let configuredResend = CachePolicy(resend: .configured)
}

extension PurchaseDecision {
  /// The decision's case, to compare without its generation.
  enum Kind: Hashable {
    case hit, joined, notCached, blocked, unpriced, overBudget, tooManyRunning, tooFast, paused, bought, repeated, keyReused
  }

  var kind: Kind {
    switch self {
    case .hit: .hit
    case .joined: .joined
    case .notCached: .notCached
    case .blocked: .blocked
    case .unpriced: .unpriced
    case .overBudget: .overBudget
    case .tooManyRunning: .tooManyRunning
    case .tooFast: .tooFast
    case .paused: .paused
    case .bought: .bought
    case .repeated: .repeated
    case .keyReused: .keyReused
    }
  }

  var generation: Generation? {
    switch self {
    case .hit(let generation), .joined(let generation), .blocked(let generation), .bought(let generation),
      .repeated(let generation, _), .keyReused(let generation):
      generation
    case .notCached, .unpriced, .overBudget, .tooManyRunning, .tooFast, .paused: nil
    }
  }
}
