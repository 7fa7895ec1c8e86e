import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TollgateCore

/// The administration's paths under `/-/api/`. Errors are RFC 9457 problems.
struct AdministrationResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  private static let descriptionPath = ["openapi.json"]
  private static let description = OpenAPIDocument.text(of: .shared)

  let administration: any Administration
  let door: AdministrationDoor
  /// The largest create that is quoted.
  let createLimit: ByteCount
  let logger: Logger
  var routes = AdministrationRoutes.shared
  private let keyReads = KeyReads()

  init(
    administration: any Administration, door: AdministrationDoor, createLimit: ByteCount, logger: Logger
  ) {
    self.administration = administration
    self.door = door
    self.createLimit = createLimit
    self.logger = logger
  }

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response { try await response(to: request) }

  /// Answers a request to a path under `/-/api/`.
  func response(to request: Request) async throws -> Response {
    do {
      return try await answer(request)
    } catch let refusal as AdministrationRefusal {
      return try Self.problem(refusal)
    } catch let error as AdministrationError {
      return try problem(HTTPResponse.Status(error.kind), kind: error.kind, error.description)
    } catch is DecodingError {
      return try problem(
        .badRequest, kind: .invalid, "The body is not what this path takes; /-/api/openapi.json describes it.")
    } catch is NIOTooManyBytesError {
      return try problem(.contentTooLarge, kind: .invalid, "The body is larger than this path takes.")
    } catch {
      logger.error("an administrative request failed in a way nobody thought of", metadata: ["error": "\(error)"])
      return try problem(.serviceUnavailable, kind: .unavailable, "The gateway could not do it; its log says more.")
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    let segments = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
    guard segments.starts(with: ["-", "api"]) else { throw Self.nothingHere }
    let role = try await door.role(of: request)
    let path = Array(segments.dropFirst(2))
    if path == Self.descriptionPath {
      guard request.method == .get else { throw Self.otherMethods([.get]) }
      return Self.conditional(request, type: "application/vnd.oai.openapi+json; version=3.1", Self.description)
    }
    switch routes.match(request.method, path) {
    case .nothing: throw Self.nothingHere
    case .otherMethods(let methods): throw Self.otherMethods(methods)
    case .route(let route, let values):
      guard route.access.allows(role) else {
        throw AdministrationRefusal(.forbidden, "A key may not do this; it needs the admin token.")
      }
      if case .administratorsHere = route.access, !door.isSocket {
        throw AdministrationRefusal(
          .forbidden, "This is done on the gateway's own machine only, over the socket in its data folder: run tollgate there.")
      }
      let call = AdministrationCall(
        request: request, role: role, values: values, administration: administration, createLimit: createLimit)
      if case .beforeTheChange = route.condition, let condition = request.headers[.ifMatch] {
        try await check(EntityTagList(condition), call, path)
      }
      let reply = try await keyReads.serve(role) { try await route.handle(call) }
      return try response(reply, to: request, status: route.status)
    }
  }

  // MARK: Conditions

  /// Refuses a change of what is not as the client has seen it.
  private func check(_ condition: EntityTagList, _ call: AdministrationCall, _ path: [String]) async throws {
    // What is changed has its own path, and what is done to it another one below.
    guard case .route(let route, let values) = routes.match(.get, Array(path.prefix(2))) else { throw Self.nothingHere }
    let call = AdministrationCall(
      request: call.request, role: call.role, values: values, administration: administration, createLimit: createLimit)
    guard case .json(let value, _, _) = try await route.handle(call) else { return }
    guard condition.contains(Self.tag(of: try Self.encoded(value)), weakly: false) else {
      throw AdministrationError(
        .changed, "It was changed since it was read; nothing was done. Read it again, and repeat the change.")
    }
  }

  private static func tag(of body: [UInt8]) -> String {
    "\"" + HexDigits.text(of: Array(SHA256.hash(data: body).prefix(12))) + "\""
  }

  /// An answer that is left out where the client has it already.
  private static func conditional(
    _ request: Request, type: String, _ body: [UInt8], next: String? = nil, revision: String? = nil
  ) -> Response {
    let tag = revision.map { "\"\($0)\"" } ?? tag(of: body)
    var fields: HTTPFields = [.eTag: tag, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff"]
    if let next { fields[values: .link] = ["<\(next)>; rel=\"next\""] }
    let known = request.headers[.ifNoneMatch].map(EntityTagList.init)
    guard known?.contains(tag, weakly: true) != true else {
      return Response(status: .notModified, headers: fields)
    }
    fields[.contentType] = type
    return Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  // MARK: Answers

  private func response(_ reply: AdministrationReply, to request: Request, status: HTTPResponse.Status) throws -> Response {
    switch reply {
    case .nothing:
      return Response(status: .noContent)
    case .bundle(let bundle):
      var response = Response(
        status: .ok,
        headers: [
          .contentType: "application/x-tar", .xContentTypeOptions: "nosniff", .tollgateEntries: "\(bundle.counts.entries)",
          .tollgateFiles: "\(bundle.counts.files)", .tollgateSkipped: "\(bundle.counts.skipped)",
        ])
      response.body = BundleBody.body(bundle)
      return response
    case .events(let events):
      return Response(
        status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
        body: EventBody.body(events))
    case .backup(let run):
      return Response(
        status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
        body: BackupBody.body(run))
    case .json(let value, let next, let revision):
      let body = try Self.encoded(value)
      if request.method == .get {
        return Self.conditional(request, type: "application/json", body, next: next, revision: revision)
      }
      // What is answered once, such as a secret, is kept nowhere.
      return Response(
        status: status,
        headers: [.contentType: "application/json", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
  }

  private static func encoded(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  // MARK: Problems

  private static let nothingHere = AdministrationError(
    .notFound, "There is nothing at this path; /-/api/openapi.json describes all paths.")

  private static func otherMethods(_ methods: [HTTPRequest.Method]) -> AdministrationRefusal {
    let names = methods.map(\.rawValue)
    return AdministrationRefusal(
      .methodNotAllowed, "This path takes \(names.joined(separator: " and ")) only.",
      fields: [.allow: names.joined(separator: ", ")])
  }

  private func problem(
    _ status: HTTPResponse.Status, kind: AdministrationError.Kind, _ sentence: String, fields: HTTPFields = HTTPFields()
  ) throws -> Response {
    try Self.problem(status, kind: kind, sentence, fields: fields)
  }

  /// What somebody is told who was refused.
  static func problem(_ refusal: AdministrationRefusal) throws -> Response {
    try problem(refusal.status, kind: .invalid, refusal.sentence, fields: refusal.fields)
  }

  private static func problem(
    _ status: HTTPResponse.Status, kind: AdministrationError.Kind, _ sentence: String, fields: HTTPFields
  ) throws -> Response {
    let problem = Problem(type: "about:blank", title: status.reasonPhrase, status: status.code, detail: sentence, kind: kind)
    var fields = fields
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    fields[.xContentTypeOptions] = "nosniff"
    return Response(
      status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoded(problem))))
  }
}

/// An error of the administration's API (RFC 9457), with the kind that the command line reads.
private struct Problem: Encodable {
  let type: String
  let title: String
  let status: Int
  let detail: String
  let kind: AdministrationError.Kind
}
