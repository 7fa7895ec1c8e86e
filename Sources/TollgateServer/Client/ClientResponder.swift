import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import TollgateCore
import TollgateEngine

/// The main lane of the client API: a request comes in, the vendor's body goes out.
struct ClientResponder: HTTPResponder {
  typealias Context = ClientContext

  /// How long an attempt with a wrong key waits for its 401. It is never a 429, and nobody else waits.
  private static let refusalDelay: Duration = .milliseconds(250)

  let gateway: Gateway
  let settings: ClientServerSettings
  let requestGuard: RequestGuard
  let links: LinkBase
  let bodies: BodyShares
  /// `nil` where no files are kept.
  let assets: AssetResponder?
  /// `nil` where the administration has only its socket.
  let administration: AdministrationResponder?
  /// `nil` where there is none.
  let console: ConsoleResponder?
  /// `nil` where there are none.
  let metrics: MetricsResponder?
  let measures: ServerMeasures
  let requestLog: RequestLog
  let logger: Logger

  func respond(to request: Request, context: ClientContext) async throws -> Response {
    let began = NIODeadline.now()
    let report = requestLog.newReport()
    let response = try await response(to: request, over: context.channel, report)
    let duration = (NIODeadline.now() - began).nanoseconds
    measures.noteAnswer(response.status.code, after: duration)
    if let report {
      requestLog.write(report.content, status: response.status.code, after: duration, headers: request.headers)
    }
    // A body after the head of an answer to HEAD would be read as the next answer.
    return request.method == .head ? response.withoutBody() : response
  }

  private func response(
    to request: Request, over channel: any Channel, _ report: RequestReport?
  ) async throws -> Response {
    let parameters = request.uri.queryParameters
    let route = ClientRoute(path: request.uri.path, parameter: { parameters[Substring($0)].map(String.init) })
    report?.note { $0.route = route?.name }
    do {
      if !isConsole(route) { try requestGuard.check(request.head, isOpen: gateway.keyRing.mode == .open) }
      guard let route else { throw ErrorAnswer.noSuchPath }
      if let administration, route == .administration || route == .quote && administration.door.isAdministrator(request) {
        return try await administration.response(to: request)
      }
      if let metrics, route == .metrics { return try await metricsResponse(to: request, by: metrics) }
      guard route.methods.contains(request.method.rawValue) else { throw ErrorAnswer.methodNotAllowed(route.methods) }
      return try await answer(route, request, over: channel, report)
    } catch let error as HTTPParserError {
      // The connection is beyond an answer; the server closes it.
      throw error
    } catch {
      return response(to: errorAnswer(for: error), on: route)
    }
  }

  private func answer(
    _ route: ClientRoute, _ request: Request, over channel: any Channel, _ report: RequestReport?
  ) async throws -> Response {
    switch route {
    case .create, .quote:
      return try await create(request, on: route, report)
    case .query(let jobID):
      let caller = try await caller(of: request, report)
      let answer = try await gateway.query(jobID ?? "", from: caller, base: base(for: request))
      return response(status: .ok, body: VendorBody.success(record: answer.record))
    case .live:
      return response(status: .ok, body: CanonicalJSON.encode(["status": "live"]))
    case .ready:
      let readiness = gateway.readiness
      var body: JSONObject = ["status": .text(readiness.rawValue)]
      if let reason = readiness.reason { body["reason"] = .text(reason) }
      return response(
        status: readiness == .ready ? .ok : .serviceUnavailable, body: CanonicalJSON.encode(.object(body)))
    case .asset(let name):
      guard let assets else { throw ErrorAnswer.noSuchPath }
      return try await assets.response(to: request.head, for: name, over: channel)
    case .administration, .metrics:
      throw ErrorAnswer.noSuchPath
    case .console(let path):
      return try await consoleResponse(to: request, at: path, over: channel)
    }
  }

  private func consoleResponse(
    to request: Request, at path: [Substring], over channel: any Channel
  ) async throws -> Response {
    guard let console, console.exists else { throw ErrorAnswer.noSuchPath }
    let transport = settings.transport
    let client = ClientAddress(
      of: request.head, over: channel, trusting: transport.trustedProxies, overSocket: transport.isSocket)
    return try await console.response(to: request, at: path.map { $0.removingPercentEncoding ?? String($0) }, from: client)
  }

  /// The console looks at hosts and origins itself, and more strictly.
  private func isConsole(_ route: ClientRoute?) -> Bool {
    if case .console? = route { console != nil } else { false }
  }

  private func base(for request: Request) -> String { links.base(for: request.head) }

  private func metricsResponse(to request: Request, by metrics: MetricsResponder) async throws -> Response {
    do {
      return try await metrics.response(to: request)
    } catch let refusal as AdministrationRefusal {
      return try AdministrationResponder.problem(refusal)
    }
  }

  private func create(_ request: Request, on route: ClientRoute, _ report: RequestReport?) async throws -> Response {
    let caller = try await caller(of: request, report)
    var response: Response
    do {
      response = try await create(request, from: caller, on: route, report)
    } catch let error as HTTPParserError {
      throw error
    } catch {
      response = self.response(to: errorAnswer(for: error), on: route)
    }
    var writer = HeaderFieldWriter()
    RateLimitFields.write(gateway.rateStatus(of: caller), to: &writer)
    response.headers.append(contentsOf: writer.fields)
    return response
  }

  private func create(
    _ request: Request, from admitted: Caller, on route: ClientRoute, _ report: RequestReport?
  ) async throws -> Response {
    let length = request.headers[.contentLength].flatMap(Int.init) ?? 0
    guard length <= settings.bodyLimit.bytes else { throw ErrorAnswer.bodyTooLarge(limit: settings.bodyLimit) }
    try gateway.admit(admitted)
    var share = BodyShares.Share(of: admitted.key.id)
    defer { bodies.giveBack(share) }
    let body: [UInt8]
    let caller: Caller
    var directives: CreateDirectives
    do {
      body = try await self.body(of: request, in: &share)
      // A body may take long, and its key be revoked or changed meanwhile.
      caller = try await self.caller(of: request)
      directives = try CreateDirectives(headers: request.headers)
    } catch {
      if route == .create { gateway.noteRefusal(of: admitted) }
      throw error
    }
    directives.baseURL = base(for: request)
    guard route == .quote || directives.isDryRun else {
      return response(to: try await gateway.create(body, directives: directives, from: caller, report: report))
    }
    let quote = QuoteBody(try await gateway.quote(body, directives: directives, from: caller))
    return response(
      status: .ok, headers: quote.headers,
      body: route == .quote ? CanonicalJSON.encode(.object(quote.data)) : VendorBody.success(quote.data))
  }

  private func errorAnswer(for error: any Error) -> ErrorAnswer {
    switch error {
    case let error as ErrorAnswer: return error
    case let error as GatewayError: return ErrorAnswer(error)
    default:
      logger.error("a request failed in a way nobody thought of", metadata: ["error": "\(error)"])
      return .internalError
    }
  }

  private func caller(of request: Request, _ report: RequestReport? = nil) async throws -> Caller {
    do {
      let caller = try gateway.caller(bearer: AuthorizationHeader.bearerToken(in: request.headers))
      report?.note { $0.keyName = caller.key.name }
      return caller
    } catch {
      try? await Task.sleep(for: Self.refusalDelay)
      throw error
    }
  }

  /// Reads a body, as far as its key's share allows.
  private func body(of request: Request, in share: inout BodyShares.Share) async throws -> [UInt8] {
    let limit = settings.bodyLimit
    var body: [UInt8] = []
    for try await part in request.body {
      guard part.readableBytes <= limit.bytes - body.count else { throw ErrorAnswer.bodyTooLarge(limit: limit) }
      guard bodies.grow(&share, by: part.readableBytes) else { throw ErrorAnswer.tooManyBodies }
      body.append(contentsOf: part.readableBytesView)
    }
    if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" { throw ErrorAnswer.encodedBody }
    return body
  }

  // MARK: Responses

  private func response(to answer: CreateAnswer) -> Response {
    var writer = HeaderFieldWriter()
    answer.writeFields(to: &writer)
    return response(status: .ok, headers: writer.fields, body: VendorBody.created(jobID: answer.jobID, amount: answer.amount))
  }

  private func response(to error: ErrorAnswer, on route: ClientRoute?) -> Response {
    if route == .quote || route == .administration { return problem(error) }
    return response(
      status: HTTPResponse.Status(code: error.status), headers: error.headers,
      body: VendorBody.failure(code: error.code, error.sentence))
  }

  /// The gateway's own paths speak RFC 9457.
  private func problem(_ error: ErrorAnswer) -> Response {
    var response = response(status: HTTPResponse.Status(code: error.status), headers: error.headers, body: error.problem)
    response.headers[.contentType] = "application/problem+json"
    response.headers[.xContentTypeOptions] = "nosniff"
    return response
  }

  private func response(status: HTTPResponse.Status, headers: HTTPFields = HTTPFields(), body: [UInt8]) -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
