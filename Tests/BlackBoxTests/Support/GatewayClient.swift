import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TollgateCore

/// What was answered.
struct Answer: Sendable {
  let status: Int
  let headers: HTTPHeaders
  let bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  /// The vendor's envelope's `data`.
  var data: JSONValue? { (try? CanonicalJSON.parse(bytes))?["data"] }
  /// The envelope's `code`.
  var code: Int64? { (try? CanonicalJSON.parse(bytes))?["code"]?.number?.int64 }
  var jobID: String? { data?["job_id"]?.string }
  var amount: String? { data?["amount"]?.string }
  var cacheStatus: String? { headers.first(name: "Cache-Status") }
  var generation: String? { headers.first(name: "Tollgate-Generation") }
}

/// A client of one gateway process and of its administration.
struct GatewayClient: Sendable {
  private let http: HTTPClient
  private let base: String
  private let administration: String

  /// Runs `body` with a client of its own connections, at most so many.
  static func with<Result: Sendable>(
    base: String, socket: String, connections: Int, _ body: (GatewayClient) async throws -> Result
  ) async throws -> Result {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.timeout = .init(connect: .seconds(30))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    // A refused connection is an answer here.
    configuration.connectionPool.retryConnectionEstablishment = false
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let escaped = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
    let client = GatewayClient(http: http, base: base, administration: "http+unix://\(escaped)/-/api/")
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(client)) } catch { result = .failure(error) }
    try? await http.shutdown()
    return try result.get()
  }

  func isReady() async -> Bool {
    (try? await send(.GET, base + "/-/health/ready", timeout: .seconds(2)))?.status == 200
  }

  func create(_ body: String, headers: HTTPHeaders = [:], timeout: TimeAmount = .seconds(60)) async throws -> Answer {
    try await send(.POST, base + "/api/v1/job/create", headers: headers, body: body, timeout: timeout)
  }

  /// Gets a whole file, without a key.
  func file(_ url: String) async throws -> Answer { try await send(.GET, url) }

  /// Asks for a job.
  ///
  /// - Parameters:
  ///   - jobID: which one.
  ///   - headers: what else is said.
  ///   - isInstant: whether it is spelled as the instant lane takes it.
  /// - Returns: the answer, whatever it says.
  /// - Throws: why there is none.
  func query(_ jobID: String, headers: HTTPHeaders = [:], isInstant: Bool = true) async throws -> Answer {
    try await send(.GET, base + "/api/v1/job/query?id=\(jobID)" + (isInstant ? "" : "&"), headers: headers)
  }

  /// Polls a job to its end.
  ///
  /// - Returns: its last record.
  func finished(_ jobID: String, within limit: Duration = .seconds(60)) async throws -> JSONValue? {
    let deadline = ContinuousClock.now + limit
    var record: JSONValue?
    repeat {
      record = try await query(jobID).data
      if record?["status"]?.number?.int64 != 1 { break }
      try await Task.sleep(for: .milliseconds(50))
    } while ContinuousClock.now < deadline
    return record
  }

  // MARK: Administration

  /// The broken rules, with what breaks them.
  func violations(readingFiles: Bool = false) async throws -> [String] {
    let report: VerificationReport = try await ask(.POST, "verify?files=\(readingFiles)")
    return report.checks.flatMap { check in check.violations.map { "\(check.rule): \($0)" } }
  }

  /// All generations in a state, or in any.
  func generations(in state: GenerationState? = nil) async throws -> [GenerationSummary] {
    var all: [GenerationSummary] = []
    while true {
      let state = state.map { "&state=\($0.rawValue)" } ?? ""
      let before = all.last.map { "&before=\($0.number)" } ?? ""
      let page: [GenerationSummary] = try await ask(.GET, "generations?limit=1000\(state)\(before)")
      all += page
      if page.count < 1000 { return all }
    }
  }

  func generation(_ number: GenerationNumber) async throws -> GenerationDetail { try await ask(.GET, "generations/\(number)") }

  private func ask<Value: Decodable>(_ method: HTTPMethod, _ path: String) async throws -> Value {
    let answer = try await send(method, administration + path)
    return try JSONDecoder().decode(Value.self, from: Data(answer.bytes))
  }

  private func send(
    _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: String? = nil, timeout: TimeAmount = .seconds(60)
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers = headers
    if let body {
      if !headers.contains(name: "Authorization") { request.headers.add(name: "Authorization", value: "Bearer any") }
      request.body = .bytes(ByteBuffer(string: body))
    }
    let response = try await http.execute(request, timeout: timeout)
    let bytes = try await response.body.collect(upTo: 64 << 20)
    return Answer(status: Int(response.status.code), headers: response.headers, bytes: Array(bytes.readableBytesView))
  }
}
