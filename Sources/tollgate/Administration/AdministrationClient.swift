import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TollgateCore

/// The running gateway's administration, over the Unix socket in its data folder.
struct AdministrationClient: Administration {
  private static let deadline: TimeAmount = .seconds(60)
  /// A check reads the whole store, and the first search every request.
  private static let longDeadline: TimeAmount = .minutes(10)
  private static let answerLimit = 64 << 20

  private let client: HTTPClient
  private let base: String

  private init(client: HTTPClient, socketPath: String) {
    self.client = client
    base = "http+unix://" + Self.escaped(socketPath)
  }

  /// Runs `body` with a client of the gateway that listens on a socket.
  static func withClient<Result>(
    socketPath: String, _ body: (AdministrationClient) async throws -> Result
  ) async throws -> Result {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(2), read: longDeadline)
    configuration.httpVersion = .http1Only
    // Who asks tries again himself, and sooner.
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(AdministrationClient(client: client, socketPath: socketPath)))
    } catch {
      result = .failure(error)
    }
    try? await client.shutdown()
    return try result.get()
  }

  /// Whether a gateway answers on the socket.
  func answers() async -> Bool {
    do throws(AdministrationError) {
      _ = try await generations(GenerationQuery(limit: 1))
      return true
    } catch {
      return false
    }
  }

  func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey {
    try await ask(.POST, "keys", body: request)
  }

  func keys() async throws(AdministrationError) -> [KeySummary] { try await ask(.GET, "keys") }

  func key(named name: String) async throws(AdministrationError) -> KeySummary {
    try await ask(.GET, "keys/\(Self.escaped(name))")
  }

  func changeKey(named name: String, _ change: KeyChange) async throws(AdministrationError) -> KeySummary {
    try await ask(.PATCH, "keys/\(Self.escaped(name))", body: change)
  }

  func revokeKey(named name: String) async throws(AdministrationError) {
    _ = try await send(.POST, "keys/\(Self.escaped(name))/revoke", body: nil)
  }

  func rotateKey(named name: String, _ rotation: KeyRotation) async throws(AdministrationError) -> CreatedKey {
    try await ask(.POST, "keys/\(Self.escaped(name))/rotate", body: rotation)
  }

  func teams() async throws(AdministrationError) -> [TeamSummary] { try await ask(.GET, "teams") }

  func team(named name: String) async throws(AdministrationError) -> TeamSummary {
    try await ask(.GET, "teams/\(Self.escaped(name))")
  }

  func createTeam(_ request: NewTeam) async throws(AdministrationError) -> TeamSummary {
    try await ask(.POST, "teams", body: request)
  }

  func changeTeam(named name: String, _ change: TeamChange) async throws(AdministrationError) -> TeamSummary {
    try await ask(.PATCH, "teams/\(Self.escaped(name))", body: change)
  }

  func removeTeam(named name: String) async throws(AdministrationError) {
    _ = try await send(.DELETE, "teams/\(Self.escaped(name))", body: nil)
  }

  func generations(_ query: GenerationQuery) async throws(AdministrationError) -> [GenerationSummary] {
    var parameters = ["limit=\(query.limit)"]
    if !query.states.isEmpty { parameters.append("state=" + query.states.map(\.rawValue).joined(separator: ",")) }
    if let name = query.keyName { parameters.append("key=" + Self.escaped(name)) }
    if let team = query.team { parameters.append("team=" + Self.escaped(team)) }
    if let model = query.model { parameters.append("model=" + Self.escaped(model)) }
    if let moment = query.since { parameters.append("since=\(moment.millisecondsSince1970)") }
    if let moment = query.until { parameters.append("until=\(moment.millisecondsSince1970)") }
    if let text = query.search { parameters.append("search=" + Self.escaped(text)) }
    if let before = query.before { parameters.append("before=\(before)") }
    let path = "generations?" + parameters.joined(separator: "&")
    let deadline = query.search == nil ? Self.deadline : Self.longDeadline
    return try Self.decode(try await send(.GET, path, body: nil, deadline: deadline))
  }

  func ownGenerations(
    ofKeyNamed name: String, _ query: GenerationQuery
  ) async throws(AdministrationError) -> OwnGenerationPage {
    var query = query
    query.keyName = name
    let items = try await generations(query)
    return OwnGenerationPage(items: items, goesOnBefore: items.count == query.limit ? items.last?.number : nil)
  }

  func generationCounts() async throws(AdministrationError) -> [GenerationState: Int] {
    try await ask(.GET, "generations/counts")
  }

  func generation(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationDetail {
    try await ask(.GET, "generations/\(number)")
  }

  func resolve(
    _ number: GenerationNumber, as resolution: Resolution
  ) async throws(AdministrationError) -> GenerationSummary {
    try await ask(.POST, "generations/\(number)/resolve", body: resolution)
  }

  func usage(_ query: UsageQuery) async throws(AdministrationError) -> UsageReport {
    var parameters = ["by=\(query.dimension.rawValue)"]
    if let day = query.firstDay { parameters.append("since=\(CalendarDay(code: day))") }
    if let day = query.lastDay { parameters.append("until=\(CalendarDay(code: day))") }
    return try await ask(.GET, "usage?" + parameters.joined(separator: "&"))
  }

  func usageSeries(_ query: UsageSeriesQuery) async throws(AdministrationError) -> UsageSeries {
    var parameters = ["step=\(query.step.rawValue)"]
    if let moment = query.since { parameters.append("since=\(moment.millisecondsSince1970)") }
    if let moment = query.until { parameters.append("until=\(moment.millisecondsSince1970)") }
    if let name = query.keyName { parameters.append("key=" + Self.escaped(name)) }
    if let team = query.team { parameters.append("team=" + Self.escaped(team)) }
    if let model = query.model { parameters.append("model=" + Self.escaped(model)) }
    return try await ask(.GET, "usage/series?" + parameters.joined(separator: "&"))
  }

  func ledger(_ query: LedgerQuery) async throws(AdministrationError) -> [LedgerSummary] {
    var parameters = ["limit=\(query.limit)"]
    if let name = query.keyName { parameters.append("key=" + Self.escaped(name)) }
    if let team = query.team { parameters.append("team=" + Self.escaped(team)) }
    if let day = query.day { parameters.append("day=\(CalendarDay(code: day))") }
    if let kind = query.kind { parameters.append("kind=\(kind.rawValue)") }
    if let before = query.before { parameters.append("before=\(before)") }
    return try await ask(.GET, "ledger?" + parameters.joined(separator: "&"))
  }

  func budgets() async throws(AdministrationError) -> [BudgetSummary] { try await ask(.GET, "budgets") }

  func quote(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> QuoteSummary {
    let parameters = name.map { "?key=" + Self.escaped($0) } ?? ""
    return try Self.decode(try await send(.POST, "quote" + parameters, body: Data(body)))
  }

  func results(_ query: ResultQuery) async throws(AdministrationError) -> [ResultSummary] {
    let path = "cache?" + Self.parameters(of: query).joined(separator: "&")
    return try Self.decode(try await send(.GET, path, body: nil, deadline: Self.longDeadline))
  }

  private static func parameters(of query: ResultQuery) -> [String] {
    var parameters = ["limit=\(query.limit)"]
    if let model = query.model { parameters.append("model=" + Self.escaped(model)) }
    if let moment = query.since { parameters.append("since=\(moment.millisecondsSince1970)") }
    if let moment = query.until { parameters.append("until=\(moment.millisecondsSince1970)") }
    if query.isPinned { parameters.append("pinned=true") }
    if let text = query.search { parameters.append("search=" + Self.escaped(text)) }
    if let name = query.keyName { parameters.append("key=" + Self.escaped(name)) }
    if let content = query.content { parameters.append("content=" + Self.escaped(content)) }
    if let before = query.before { parameters.append("before=\(before)") }
    return parameters
  }

  func result(_ number: GenerationNumber) async throws(AdministrationError) -> ResultDetail {
    try await ask(.GET, "cache/\(number)")
  }

  func purge(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationSummary {
    try Self.decode(try await send(.POST, "cache/\(number)/purge", body: nil))
  }

  func pin(_ number: GenerationNumber, _ isPinned: Bool) async throws(AdministrationError) {
    _ = try await send(isPinned ? .PUT : .DELETE, "cache/\(number)/pin", body: nil)
  }

  func export(_ query: ResultQuery) async throws(AdministrationError) -> BundleExport {
    var request = HTTPClientRequest(url: "\(base)/-/api/cache/export?" + Self.parameters(of: query).joined(separator: "&"))
    request.method = .GET
    let response: HTTPClientResponse
    do { response = try await client.execute(request, deadline: .now() + Self.longDeadline) } catch {
      throw Self.silent(error)
    }
    guard response.status == .ok else { throw Self.problem(try await Self.body(of: response), response.status) }
    let count = { (name: String) in response.headers.first(name: name).flatMap { Int($0) } ?? 0 }
    return BundleExport(
      counts: .init(entries: count("Tollgate-Entries"), files: count("Tollgate-Files"), skipped: count("Tollgate-Skipped")),
      size: response.headers.first(name: "Content-Length").flatMap { Int64($0) } ?? 0
    ) { sink in
      do {
        for try await piece in response.body { try await sink(Array(piece.readableBytesView)) }
      } catch let failure as CommandFailure {
        throw failure
      } catch {
        throw AdministrationError(
          .unavailable,
          "The running gateway broke off (\(error)), so that this is no bundle; look at its log, and export again.")
      }
    }
  }

  func importBundle(
    _ bundle: any AsyncSequence<[UInt8], any Error> & Sendable
  ) async throws(AdministrationError) -> BundleImport {
    var request = HTTPClientRequest(url: base + "/-/api/cache/import")
    request.method = .POST
    request.body = Self.streamed(bundle)
    let response: HTTPClientResponse
    do { response = try await client.execute(request, deadline: .now() + .hours(24)) } catch { throw Self.silent(error) }
    let answer = try await Self.body(of: response)
    guard response.status == .ok else { throw Self.problem(answer, response.status) }
    return try Self.decode(answer)
  }

  private static func streamed(_ bundle: some AsyncSequence<[UInt8], any Error> & Sendable) -> HTTPClientRequest.Body {
    .stream(bundle.map { ByteBuffer(bytes: $0) }, length: .unknown)
  }

  func explain(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> CacheExplanation {
    let parameters = name.map { "?key=" + Self.escaped($0) } ?? ""
    return try Self.decode(
      try await send(.POST, "cache/explain" + parameters, body: Data(body), deadline: Self.longDeadline))
  }

  func callbacks(_ query: CallbackQuery) async throws(AdministrationError) -> [CallbackSummary] {
    var parameters = ["limit=\(query.limit)"]
    if let state = query.state { parameters.append("state=\(state.rawValue)") }
    if let before = query.before { parameters.append("before=\(before)") }
    return try await ask(.GET, "callbacks?" + parameters.joined(separator: "&"))
  }

  func retryCallbacks(_ id: CallbackID?) async throws(AdministrationError) -> CallbackRetry {
    try await ask(.POST, id.map { "callbacks/\($0)/retry" } ?? "callbacks/retry")
  }

  func callbackSecret(ofKeyNamed name: String?) async throws(AdministrationError) -> CallbackSecret {
    try await ask(.GET, name.map { "keys/\(Self.escaped($0))/callback-secret" } ?? "callbacks/secret")
  }

  func events() async throws(AdministrationError) -> AsyncThrowingStream<RequestEvent, any Error> {
    let response: HTTPClientResponse
    // Whoever watches does so for as long as he likes.
    let request = HTTPClientRequest(url: "\(base)/-/api/events")
    do { response = try await client.execute(request, deadline: .distantFuture) } catch { throw Self.silent(error) }
    guard response.status == .ok else { throw Self.problem(try await Self.body(of: response), response.status) }
    return EventReading.events(in: response.body)
  }

  func verify(readingFiles: Bool) async throws(AdministrationError) -> VerificationReport {
    try Self.decode(try await send(.POST, "verify?files=\(readingFiles)", body: nil, deadline: Self.longDeadline))
  }
}

extension AdministrationClient {
  private func ask<Answer: Decodable>(_ method: HTTPMethod, _ path: String) async throws(AdministrationError) -> Answer {
    try Self.decode(try await send(method, path, body: nil))
  }

  private func ask<Answer: Decodable>(
    _ method: HTTPMethod, _ path: String, body: some Encodable
  ) async throws(AdministrationError) -> Answer {
    let bytes: Data
    do { bytes = try JSONEncoder().encode(body) } catch {
      throw AdministrationError(.invalid, "The request cannot be written as JSON: \(error).")
    }
    return try Self.decode(try await send(method, path, body: bytes))
  }

  /// - Returns: the body of a success.
  private func send(
    _ method: HTTPMethod, _ path: String, body: Data?, deadline: TimeAmount = Self.deadline
  ) async throws(AdministrationError) -> Data {
    var request = HTTPClientRequest(url: "\(base)/-/api/\(path)")
    request.method = method
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response: HTTPClientResponse
    do { response = try await client.execute(request, deadline: .now() + deadline) } catch { throw Self.silent(error) }
    let answer = try await Self.body(of: response)
    guard (200..<300).contains(response.status.code) else { throw Self.problem(answer, response.status) }
    return answer
  }

  private static func body(of response: HTTPClientResponse) async throws(AdministrationError) -> Data {
    do { return Data((try await response.body.collect(upTo: answerLimit)).readableBytesView) } catch { throw silent(error) }
  }

  private static func silent(_ error: any Error) -> AdministrationError {
    AdministrationError(
      .unavailable, "The running gateway did not answer (\(error)); look at its log, and repeat the command.")
  }

  private static func problem(_ answer: Data, _ status: HTTPResponseStatus) -> AdministrationError {
    guard let problem = try? JSONDecoder().decode(Problem.self, from: answer) else {
      return AdministrationError(
        .unavailable, "The running gateway answered \(status.code) without a reason; look at its log, and repeat the command.")
    }
    return AdministrationError(problem.kind, problem.detail)
  }

  private static func decode<Answer: Decodable>(_ bytes: Data) throws(AdministrationError) -> Answer {
    do {
      return try JSONDecoder().decode(Answer.self, from: bytes)
    } catch {
      throw AdministrationError(
        .unavailable, "The running gateway's answer cannot be read; use the tollgate program that the gateway was started with."
      )
    }
  }

  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }
}

/// An error of the administration's API (RFC 9457).
private struct Problem: Decodable {
  let detail: String
  let kind: AdministrationError.Kind
}
