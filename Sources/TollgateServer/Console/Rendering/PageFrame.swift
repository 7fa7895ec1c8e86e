/// What stands around every page.
struct PageFrame {
  /// One link of the navigation.
  struct Link {
    let label: String
    let address: String
    let isCurrent: Bool
  }

  /// The parts of the console, in the order of the navigation.
  enum Section: String, CaseIterable {
    case overview = "Overview"
    case live = "Live"
    case gallery = "Gallery"
    case jobs = "Jobs"
    case callbacks = "Callbacks"
    case keys = "Keys"
    case teams = "Teams"
    case settings = "Settings"

    /// The part that a path behind `/-/console` belongs to; `nil` for none.
    init?(_ path: [String]) {
      let name = path.first == "results" ? "gallery" : path.first
      guard let name, let section = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
      self = section
    }

    var address: String {
      switch self {
      case .overview: ConsoleRoute.overview
      case .live: ConsoleRoute.live
      case .gallery: ConsoleRoute.gallery
      case .jobs: ConsoleRoute.jobs
      case .callbacks: ConsoleRoute.callbacks
      case .keys: ConsoleRoute.keys
      case .teams: ConsoleRoute.teams
      case .settings: ConsoleRoute.settings
      }
    }
  }

  let title: String
  let style: String
  let script: String
  let sign: String
  let home = ConsoleRoute.overview
  let links: [Link]
  let formToken: String
  /// Where a form signs out; `nil` where nobody is signed in.
  let signOut: String?
  /// What was done just now.
  let notice: String?
}
