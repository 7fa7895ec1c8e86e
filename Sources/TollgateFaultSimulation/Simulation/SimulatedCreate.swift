import TollgateCore
import TollgateEngine

/// A create that clients send again and again.
struct SimulatedCreate: Hashable {
  static let keyNames = ["alice", "bob", "carol"]
  static let prompts = 4

  let key: Int
  let prompt: Int
  let directives: Directives

  /// What the client's headers ask for.
  enum Directives: Int, CaseIterable {
    case plain, noCache, noStore, onlyIfCached, variant, resend, idempotent

    /// Under one `Idempotency-Key` always the same is asked for.
    func value(prompt: Int) -> CreateDirectives {
      var directives = CreateDirectives()
      switch self {
      case .plain: break
      case .noCache: directives.noCache = true
      case .noStore: directives.noStore = true
      case .onlyIfCached: directives.onlyIfCached = true
      case .variant: directives.variant = "b"
      case .resend: directives.onUnknown = .resend
      case .idempotent:
        directives.noCache = true
        directives.idempotencyKey = "picture-\(prompt)"
      }
      return directives
    }
  }

  /// A create that only a gateway at rest gets.
  static func probe(by key: Int) -> SimulatedCreate {
    SimulatedCreate(key: key, prompt: prompts, directives: .noStore)
  }

  var isProbe: Bool { prompt == Self.prompts }

  static func secret(_ key: Int) -> String { "secret of \(keyNames[key]) in simulations" }

  static func body(_ prompt: Int) -> [UInt8] {
    Array(#"{"args":{"prompt":"picture \#(prompt)","resolution":"1K"},"model":"google/nano-banana-2/text-to-image"}"#.utf8)
  }

  static let storedKeys = keyNames.indices.map { index in
    let id = KeyID(truncating: [UInt8](repeating: UInt8(index + 1), count: 16))
    return StoredKey(
      key: Key(
        id: id, name: keyNames[index], team: index < 2 ? "design" : nil, origin: .declared,
        createdAt: Timestamp(millisecondsSince1970: 0)),
      digest: KeyDigest(secret: secret(index)))
  }
}
