/// What a form did, which the next page says. Addresses carry the case's name, so that nobody else's words come into a page.
enum Deed: String {
  case pinned, unpinned, purged, charged
  case notCharged = "not_charged"
  case resent, retried, changed, revoked
  case teamCreated = "team_created"
  case teamChanged = "team_changed"
  case teamRemoved = "team_removed"

  var sentence: String {
    switch self {
    case .pinned: "Its files are kept, whatever room they take."
    case .unpinned: "Its files may be removed to make room."
    case .purged: "The result and its files are removed. What it cost stays in the books."
    case .charged: "It is settled as charged."
    case .notCharged: "It is settled as not charged, and its hold is given back."
    case .resent: "It is bought again. The unknown purchase keeps its hold."
    case .retried: "They are posted again."
    case .changed: "The key is changed, from the next request on."
    case .revoked: "The key is revoked, from the next request on."
    case .teamCreated: "The team is created. Keys can belong to it now."
    case .teamChanged: "The budgets are changed, from the next purchase on."
    case .teamRemoved: "The team is removed. What it spent stays booked under its name."
    }
  }

  /// The address of a page that says so.
  func address(_ page: String) -> String { ConsoleRoute.address(page, ["done": rawValue]) }
}
