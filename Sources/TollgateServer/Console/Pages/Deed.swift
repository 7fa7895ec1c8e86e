/// What a form did, which the next page says. Addresses carry the case's name, so that nobody else's words come into a page.
enum Deed: String {
  case pinned, unpinned, purged, charged
  case notCharged = "not_charged"
  case resent, retried, changed, revoked

  var sentence: String {
    switch self {
    case .pinned: "Its files are kept, whatever room they take."
    case .unpinned: "Its files may be removed to make room."
    case .purged: "The result and its files are removed. What it cost stays in the books."
    case .charged: "It is settled as charged."
    case .notCharged: "It is settled as not charged, and its hold is given back."
    case .resent: "It is bought again. The unknown purchase keeps its hold."
    case .retried: "They are posted again."
    case .changed: "The limits are changed, from the next request on."
    case .revoked: "The key is revoked, from the next request on."
    }
  }

  /// The address of a page that says so.
  func address(_ page: String) -> String { ConsoleRoute.address(page, ["done": rawValue]) }
}
