import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOSSL
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

extension GatewayUnderTest {
  /// A client that follows no redirect, as the vendor's simplest clients do.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(60), read: .seconds(150)))
    // The certificate is for tests only, and nobody has signed it.
    configuration.tlsConfiguration = .makeClientConfiguration()
    configuration.tlsConfiguration?.certificateVerification = .none
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  /// Sends a request and reads its answer.
  static func call(
    _ method: HTTPMethod, _ url: String, headers: [String: String] = [:], key: String? = nil, body: String? = nil
  ) async throws -> Reply {
    var request = HTTPClientRequest(url: url)
    request.method = method
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await client.execute(request, timeout: .seconds(150))
    let buffer = try await response.body.collect(upTo: 64 << 20)
    var fields = HTTPFields()
    for (name, value) in response.headers {
      guard let name = HTTPField.Name(name) else { continue }
      fields.append(HTTPField(name: name, value: value))
    }
    return Reply(status: Int(response.status.code), headers: fields, bytes: Array(buffer.readableBytesView))
  }

  /// Posts a create.
  func create(_ body: String, headers: [String: String] = [:], key: String? = nil) async throws -> Reply {
    try await Self.call(.POST, baseURL + "/api/v1/job/create", headers: headers, key: key, body: body)
  }

  /// Posts a create to an upstream that takes its time, and lets the answer's time pass when the create has got there.
  func createUntilTimeout(_ body: String, _ time: ManualTime) async throws -> Reply {
    let timeout = Self.quickPolicy.answerTimeout
    let deadline = time.uptime() + timeout
    return try await withThrowingTaskGroup(of: Reply.self) { group in
      group.addTask { try await create(body) }
      try await eventually(
        "a create that waits", holds: { simulator.statistics.creates > 0 && time.sleepers(until: deadline) > 0 })
      time.advance(by: timeout)
      return try #require(try await group.next())
    }
  }

  /// Asks for a job.
  func query(_ jobID: String, key: String? = nil) async throws -> Reply {
    try await Self.call(.GET, baseURL + "/api/v1/job/query?id=\(jobID)", key: key)
  }

  /// Sends a request by hand.
  func wire(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: String? = nil
  ) async throws -> Reply {
    try await Wire.exchange(Wire.request(method, target, port: port, headers: headers, body: body), port: port)
  }

  /// A create that has to succeed.
  func created(_ body: String, headers: [String: String] = [:], key: String? = nil) async throws -> Reply {
    let reply = try await create(body, headers: headers, key: key)
    try #require(reply.status == 200 && reply.code == 0, "\(reply.text)")
    return reply
  }

  /// Asks until a job has the status.
  ///
  /// - Returns: the answer that says so.
  @discardableResult
  func query(_ jobID: String, untilStatus status: Int64, key: String? = nil) async throws -> Reply {
    try await eventually("status \(status) of \(jobID)") {
      let reply = try await query(jobID, key: key)
      try #require(reply.status == 200, "\(reply.text)")
      return try reply.data["status"]?.number?.int64 == status ? reply : nil
    }
  }

  /// A create that is bought and has ended well.
  ///
  /// - Returns: the create's answer.
  @discardableResult
  func finished(_ body: String, headers: [String: String] = [:], key: String? = nil) async throws -> Reply {
    let reply = try await created(body, headers: headers, key: key)
    try await query(try reply.jobID, untilStatus: 2, key: key)
    return reply
  }
}
