import HTTPTypes
import TollgateCore

/// One operation of the administration's API: what is dispatched, who may, and what its description says. There is no other list
/// of them: what is not here does not exist, and nobody may do what is not said here.
struct AdministrationRoute: Sendable {
  /// Who may.
  enum Access: Sendable {
    case administrators
    /// Keys too, each for what is its own.
    case administratorsAndKeys
    /// Administrators on the gateway's own machine, over the data folder's socket: what is done with a path that is given may not
    /// be asked for from elsewhere, whoever asks.
    case administratorsHere

    func allows(_ role: AdministrationRole) -> Bool {
      switch (self, role) {
      case (_, .administrator), (.administratorsAndKeys, .key): true
      case (.administrators, .key), (.administratorsHere, .key): false
      }
    }
  }

  /// When `If-Match` is looked at.
  enum Condition: Sendable {
    /// With the change itself: of two that ask for the same tag one is made. The handler passes the call's precondition on.
    case withTheChange
    /// Before it. The thing's own state lets one of two through.
    case beforeTheChange
  }

  /// What an operation does with its answer to a call.
  typealias Handler = @Sendable (AdministrationCall) async throws -> AdministrationReply

  let method: HTTPRequest.Method
  let path: PathTemplate
  /// A name of its own, as code that is made from the description calls it.
  let operation: String
  /// What it does, in one sentence.
  let summary: String
  let access: Access
  let parameters: [QueryParameter]
  /// What it takes; `nil` where a body is not looked at.
  let body: Payload?
  /// What it answers with where all goes well.
  let answer: Payload
  /// The status of that answer.
  let status: HTTPResponse.Status
  /// How the thing that the path names may be required to be unchanged, by `If-Match` with the tag of its `GET`; `nil` where it
  /// may not.
  let condition: Condition?
  /// Whether the client API answers keys at this path, for creates of their own.
  let isSharedWithKeys: Bool
  let handle: Handler

  init(
    _ method: HTTPRequest.Method, _ path: PathTemplate, _ operation: String, _ summary: String,
    access: Access = .administrators, parameters: [QueryParameter] = [], body: Payload? = nil, answer: Payload = .nothing,
    status: HTTPResponse.Status? = nil, condition: Condition? = nil, isSharedWithKeys: Bool = false,
    _ handle: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.operation = operation
    self.summary = summary
    self.access = access
    self.parameters = parameters
    self.body = body
    self.answer = answer
    self.status = status ?? (answer.isNothing ? .noContent : .ok)
    self.condition = condition
    self.isSharedWithKeys = isSharedWithKeys
    self.handle = handle
  }
}

/// A path below `/-/api/` such as `keys/{name}/revoke`.
struct PathTemplate: Sendable, Equatable, ExpressibleByStringLiteral {
  /// One part between slashes.
  enum Segment: Sendable, Equatable {
    case literal(String)
    /// A value with a name.
    case value(String)
  }

  let segments: [Segment]

  init(stringLiteral text: String) {
    segments = text.split(separator: "/").map { part in
      part.first == "{" && part.last == "}" ? .value(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }

  /// The template as it is written.
  var text: String {
    segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .value(let name): "{\(name)}"
      }
    }.joined(separator: "/")
  }

  /// The names of its values.
  var names: [String] {
    segments.compactMap { if case .value(let name) = $0 { name } else { nil } }
  }

  /// How many parts are fixed: of two templates that fit, the one with more is meant.
  var literalCount: Int { segments.count - names.count }

  /// The values that a path has for the names; `nil` where it is another path.
  func values(in path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, part) in zip(segments, path) {
      switch segment {
      case .literal(let text): guard text == part else { return nil }
      case .value(let name): values[name] = part
      }
    }
    return values
  }
}

/// A parameter of the query.
struct QueryParameter: Sendable {
  let name: String
  let summary: String
  let schema: Schema

  init(_ name: String, _ summary: String, _ schema: Schema) {
    self.name = name
    self.summary = summary
    self.schema = schema
  }
}

/// What goes over the wire.
enum Payload: Sendable {
  case nothing
  case json(Schema)
  /// JSON that may be left out.
  case maybe(Schema)
  /// A bundle of results.
  case tar
  /// Server-Sent Events, each with JSON.
  case events(Schema)
  /// Any JSON object: a create.
  case create

  var isNothing: Bool {
    if case .nothing = self { true } else { false }
  }
}
