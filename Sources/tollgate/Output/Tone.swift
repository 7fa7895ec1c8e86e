/// How a word looks on a terminal with colours. It follows from the word alone, so that no colour says what no word says.
enum Tone: Sendable, Equatable {
  case plain
  case title
  case good
  case busy
  /// Somebody should look.
  case attention
  case bad
  case faint

  /// The tone of a state, an outcome or a verdict.
  static func of(word: String) -> Tone {
    switch word {
    case "succeeded", "hit", "joined", "valid", "delivered", "stored", "kept", "ok", "ready": .good
    case "held", "submitting", "running", "miss", "waiting", "due", "pending", "being copied": .busy
    case "unknown", "stalled", "expired", "no", "removed": .attention
    case "failed", "rejected", "refused", "given_up", "lost", "BROKEN": .bad
    case "released", "revoked", "purged": .faint
    default: .plain
    }
  }

  /// The tone of how much of a budget is used, such as `93 %`.
  static func of(share: String) -> Tone {
    guard let percent = Int(share.prefix { $0.isASCII && $0.isNumber }) else { return .plain }
    return percent >= 100 ? .bad : percent >= 80 ? .attention : .plain
  }

  /// What selects it on a terminal (ECMA-48, SGR); `nil` for nothing.
  var code: String? {
    switch self {
    case .plain: nil
    case .title: "1"
    case .good: "32"
    case .busy: "36"
    case .attention: "1;33"
    case .bad: "1;31"
    case .faint: "2"
    }
  }
}
