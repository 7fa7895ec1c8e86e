import HTTPTypes

/// All operations of the administration's API.
struct AdministrationRoutes: Sendable {
  /// What a request's method and path mean.
  enum Match: Sendable {
    case route(AdministrationRoute, values: [String: String])
    /// The path takes other methods.
    case otherMethods([HTTPRequest.Method])
    case nothing
  }

  static let shared = AdministrationRoutes(
    keys + teams + purchases + money + cache + assets + callbacks + store + gateway)

  let all: [AdministrationRoute]

  init(_ routes: [AdministrationRoute]) { all = routes }

  /// Finds the operation of a path below `/-/api/`, in decoded segments.
  func match(_ method: HTTPRequest.Method, _ path: [String]) -> Match {
    let fitting = all.compactMap { route in route.path.values(in: path).map { (route, $0) } }
    guard let most = fitting.map({ $0.0.path.literalCount }).max() else { return .nothing }
    let meant = fitting.filter { $0.0.path.literalCount == most }
    guard let (route, values) = meant.first(where: { $0.0.method == method }) else {
      return .otherMethods(meant.map { $0.0.method })
    }
    return .route(route, values: values)
  }
}
