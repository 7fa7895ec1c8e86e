import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TollgateCore

/// The administration's paths under `/-/api/`. Errors are RFC 9457 problems.
struct AdministrationResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  private static let bodyLimit = 1 << 20

  let administration: any Administration
  /// The largest create that is quoted.
  let createLimit: ByteCount
  let logger: Logger

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    do {
      return try await answer(request)
    } catch let error as AdministrationError {
      return try response(to: error)
    } catch is DecodingError {
      return try response(to: AdministrationError(.invalid, "The body is not what this path takes."))
    } catch is NIOTooManyBytesError {
      return try response(to: AdministrationError(.invalid, "The body is larger than this path takes."))
    } catch {
      logger.error("an administrative request failed in a way nobody thought of", metadata: ["error": "\(error)"])
      return try response(to: AdministrationError(.unavailable, "The gateway could not do it; its log says more."))
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    let segments = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
    guard segments.starts(with: ["-", "api"]) else { throw Self.nothingHere }
    switch (request.method, Array(segments.dropFirst(2))) {
    case (.get, ["keys"]):
      return try response(try await administration.keys())
    case (.post, ["keys"]):
      return try response(try await administration.createKey(try await body(of: request)), status: .created)
    case (.get, let path) where path.count == 2 && path[0] == "keys":
      return try response(try await administration.key(named: path[1]))
    case (.patch, let path) where path.count == 2 && path[0] == "keys":
      return try response(try await administration.changeKey(named: path[1], try await body(of: request)))
    case (.post, let path) where path.count == 3 && path[0] == "keys" && path[2] == "revoke":
      try await administration.revokeKey(named: path[1])
      return Response(status: .noContent)
    case (.get, ["generations"]):
      return try response(try await administration.generations(try request.generationQuery()))
    case (.get, ["generations", "counts"]):
      try request.checkParameters([])
      return try response(try await administration.generationCounts())
    case (.get, let path) where path.count == 2 && path[0] == "generations":
      return try response(try await administration.generation(try request.number(path[1])))
    case (.post, let path) where path.count == 3 && path[0] == "generations" && path[2] == "resolve":
      let resolution: Resolution = try await body(of: request)
      return try response(try await administration.resolve(try request.number(path[1]), as: resolution))
    case (.get, ["usage"]):
      return try response(try await administration.usage(try request.usageQuery()))
    case (.get, ["usage", "series"]):
      return try response(try await administration.usageSeries(try request.usageSeriesQuery()))
    case (.get, ["ledger"]):
      return try response(try await administration.ledger(try request.ledgerQuery()))
    case (.get, ["budgets"]):
      return try response(try await administration.budgets())
    case (.post, ["quote"]):
      let body = try await request.body.collect(upTo: createLimit.bytes)
      let name = try request.quotedKey()
      return try response(try await administration.quote(Array(body.readableBytesView), forKeyNamed: name))
    case (.get, ["cache", "export"]):
      return response(try await administration.export(try request.resultQuery()))
    case (.get, ["cache"]):
      return try response(try await administration.results(try request.resultQuery()))
    case (.get, let path) where path.count == 2 && path[0] == "cache":
      return try response(try await administration.result(try request.number(path[1])))
    case (.post, let path) where path.count == 3 && path[0] == "cache" && path[2] == "purge":
      return try response(try await administration.purge(try request.number(path[1])))
    case (.put, let path) where path.count == 3 && path[0] == "cache" && path[2] == "pin":
      try await administration.pin(try request.number(path[1]), true)
      return Response(status: .noContent)
    case (.delete, let path) where path.count == 3 && path[0] == "cache" && path[2] == "pin":
      try await administration.pin(try request.number(path[1]), false)
      return Response(status: .noContent)
    case (.post, ["cache", "import"]):
      let pieces = request.body.map { Array($0.readableBytesView) }
      return try response(try await administration.importBundle(pieces))
    case (.post, ["cache", "explain"]):
      let body = try await request.body.collect(upTo: createLimit.bytes)
      let name = try request.quotedKey()
      return try response(try await administration.explain(Array(body.readableBytesView), forKeyNamed: name))
    case (.get, ["callbacks"]):
      return try response(try await administration.callbacks(try request.callbackQuery()))
    case (.get, ["callbacks", "secret"]):
      return try response(try await administration.callbackSecret(ofKeyNamed: nil))
    case (.post, ["callbacks", "retry"]):
      return try response(try await administration.retryCallbacks(nil))
    case (.post, let path) where path.count == 3 && path[0] == "callbacks" && path[2] == "retry":
      return try response(try await administration.retryCallbacks(try request.callback(path[1])))
    case (.get, let path) where path.count == 3 && path[0] == "keys" && path[2] == "callback-secret":
      return try response(try await administration.callbackSecret(ofKeyNamed: path[1]))
    case (.post, ["verify"]):
      return try response(try await administration.verify(readingFiles: request.uri.queryParameters["files"] == "true"))
    default:
      throw Self.nothingHere
    }
  }

  private static let nothingHere = AdministrationError(.notFound, "There is nothing at this path.")

  private func body<Value: Decodable>(of request: Request) async throws -> Value {
    let buffer = try await request.body.collect(upTo: Self.bodyLimit)
    return try JSONDecoder().decode(Value.self, from: Data(buffer.readableBytesView))
  }

  private func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    try response(status: status, type: "application/json", value)
  }

  private func response(_ bundle: BundleExport) -> Response {
    var response = Response(
      status: .ok,
      headers: [
        .contentType: "application/x-tar", .tollgateEntries: "\(bundle.counts.entries)",
        .tollgateFiles: "\(bundle.counts.files)", .tollgateSkipped: "\(bundle.counts.skipped)",
      ])
    response.body = BundleBody.body(bundle)
    return response
  }

  private func response(to error: AdministrationError) throws -> Response {
    let status: HTTPResponse.Status =
      switch error.kind {
      case .notFound: .notFound
      case .conflict: .conflict
      case .invalid: .badRequest
      case .unavailable: .serviceUnavailable
      }
    let problem = Problem(
      type: "about:blank", title: status.reasonPhrase, status: status.code, detail: error.description, kind: error.kind)
    return try response(status: status, type: "application/problem+json", problem)
  }

  private func response(status: HTTPResponse.Status, type: String, _ value: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = ByteBuffer(bytes: try encoder.encode(value))
    return Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: body))
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
