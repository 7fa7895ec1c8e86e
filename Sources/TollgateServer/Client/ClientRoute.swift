import TollgateCore

/// What a client's path means. The vendor's paths and the aliases that real programs use: some put `…/v1` or `…/api/v1` into
/// the base URL, double a slash, or ask for a job by other names.
enum ClientRoute: Equatable {
  /// `POST …/job/create`
  case create
  /// `GET …/job/query?id=` and its aliases; `nil` where no id is in the path or the query.
  case query(jobID: String?)
  /// `GET /-/health/live`
  case live
  /// `GET /-/health/ready`
  case ready
  /// `POST /-/api/quote`, of a key's own create
  case quote
  /// `/-/api/…`, whatever is there
  case administration
  /// `GET /-/metrics`
  case metrics
  /// `GET /-/assets/<sha256>.<ext>`
  case asset(AssetName)
  /// `GET` or `POST` of `/-/console/…`, with the segments behind it as they came
  case console([Substring])

  /// Reads a path; `nil` where nothing is there.
  ///
  /// - Parameters:
  ///   - path: the request's path, without its query.
  ///   - parameter: looks a query parameter up.
  init?(path: String, parameter: (String) -> String?) {
    var segments = path.split(separator: "/", omittingEmptySubsequences: true)[...]
    if segments.first == "-" {
      segments = segments.dropFirst()
      if segments.first == "console" {
        self = .console(Array(segments.dropFirst()))
        return
      }
      switch segments.joined(separator: "/") {
      case "health/live": self = .live
      case "health/ready": self = .ready
      case "api/quote": self = .quote
      case "metrics": self = .metrics
      case let path where path == "api" || path.hasPrefix("api/"): self = .administration
      default:
        guard segments.count == 2, segments.first == "assets", let name = segments.last.flatMap({ AssetName($0) }) else {
          return nil
        }
        self = .asset(name)
      }
      return
    }
    while segments.first == "api" || segments.first == "v1" { segments = segments.dropFirst() }
    guard segments.count == 2, segments.first == "job", let last = segments.last else {
      return nil
    }
    switch last {
    case "create": self = .create
    case "query", "status", "get": self = .query(jobID: parameter("id") ?? parameter("job_id"))
    default: self = .query(jobID: String(last))
    }
  }

  /// The methods that the path takes.
  var methods: [String] {
    switch self {
    case .create, .quote: ["POST"]
    case .query, .live, .ready, .metrics: ["GET"]
    case .asset: ["GET", "HEAD"]
    // Each of its operations has its own.
    case .administration: ["GET", "POST", "PUT", "PATCH", "DELETE"]
    case .console: ["GET", "HEAD", "POST"]
    }
  }

  /// What the log calls it.
  var name: String {
    switch self {
    case .create: "create"
    case .query: "query"
    case .live, .ready: "health"
    case .quote: "quote"
    case .administration: "administration"
    case .metrics: "metrics"
    case .asset: "asset"
    case .console: "console"
    }
  }
}
