/// What a request asks for.
enum Call: Equatable {
  case create, query, file, control, unknown

  init(path: Substring) {
    switch path {
    case "/api/v1/job/create": self = .create
    case "/api/v1/job/query": self = .query
    default:
      if path.hasPrefix("/tmp/") {
        self = .file
      } else if path.hasPrefix("/control/") {
        self = .control
      } else {
        self = .unknown
      }
    }
  }
}
