import TollgateCore

/// The value of `If-Match` or `If-None-Match` (RFC 9110, §13.1).
enum EntityTagList: Equatable {
  /// `*`
  case any
  case tags([EntityTag])

  /// Reads a value. What is no entity tag in it is passed over, and matches nothing.
  init(_ value: String) {
    var rest = Substring(value).drop { $0 == " " || $0 == "\t" }
    if rest.first == "*", rest.dropFirst().allSatisfy({ $0 == " " || $0 == "\t" }) {
      self = .any
      return
    }
    var tags: [EntityTag] = []
    while !rest.isEmpty {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
      let isWeak = rest.hasPrefix("W/\"")
      let tag = rest.dropFirst(isWeak ? 2 : 0)
      if tag.first == "\"", let end = tag.dropFirst().firstIndex(of: "\"") {
        tags.append(EntityTag(quoted: String(tag[...end]), isWeak: isWeak))
        rest = tag[end...].dropFirst()
      }
      rest = rest.drop { $0 != "," }
    }
    self = .tags(tags)
  }

  /// Whether one of them is this strong tag, or `*` is. A weak one counts where `weakly` is set.
  func contains(_ quoted: String, weakly: Bool) -> Bool {
    switch self {
    case .any: true
    case .tags(let tags): tags.contains { $0.quoted == quoted && (weakly || !$0.isWeak) }
    }
  }
}
