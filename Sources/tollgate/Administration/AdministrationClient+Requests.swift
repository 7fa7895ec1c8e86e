import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import TollgateCore

extension AdministrationClient {
  private static let answerLimit = 64 << 20

  /// Runs `body` with a client of the gateway that listens on a socket.
  static func withClient<Result>(
    socketPath: String, _ body: (AdministrationClient) async throws -> Result
  ) async throws -> Result {
    try await withClient(.socket(socketPath), connecting: .seconds(2), trust: nil, body)
  }

  /// Runs `body` with a client of a gateway that is reached over the network.
  ///
  /// - Throws: what `body` throws, or ``CommandFailure`` where the certificates cannot be read.
  static func withClient<Result>(
    of gateway: RemoteGateway, _ body: (AdministrationClient) async throws -> Result
  ) async throws -> Result {
    var trust: TLSConfiguration?
    if let file = gateway.authorities {
      guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
        throw CommandFailure(
          .configuration, "\(file) has no certificates that can be read; --ca-file names a file with some as PEM.")
      }
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .certificates(certificates)
      trust = configuration
    }
    return try await withClient(.network(gateway), connecting: .seconds(10), trust: trust, body)
  }

  private static func withClient<Result>(
    _ endpoint: AdministrationEndpoint, connecting patience: TimeAmount, trust: TLSConfiguration?,
    _ body: (AdministrationClient) async throws -> Result
  ) async throws -> Result {
    // A redirection is never followed: the token is for one place.
    var configuration = HTTPClient.Configuration(tlsConfiguration: trust, redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: patience, read: longDeadline)
    configuration.httpVersion = .http1Only
    // Who asks tries again himself, and sooner.
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(AdministrationClient(client: client, endpoint: endpoint)))
    } catch {
      result = .failure(error)
    }
    try? await client.shutdown()
    return try result.get()
  }

  /// Asks for something to be done that is answered with nothing.
  func tell(
    _ method: HTTPMethod, _ path: String, if precondition: Precondition = .none
  ) async throws(AdministrationError) {
    var request = endpoint.request(method, path)
    request.headers.add(precondition)
    _ = try await checked(try await execute(request), is: .nothing)
  }

  func ask<Answer: Decodable>(
    _ method: HTTPMethod, _ path: String, deadline: TimeAmount = Self.deadline
  ) async throws(AdministrationError) -> Answer {
    try await decoded(try await execute(endpoint.request(method, path), deadline: deadline))
  }

  func ask<Answer: Decodable>(
    _ method: HTTPMethod, _ path: String, body: some Encodable, if precondition: Precondition = .none
  ) async throws(AdministrationError) -> Answer {
    let bytes: Data
    do { bytes = try JSONEncoder().encode(body) } catch {
      throw AdministrationError(.invalid, "The request cannot be written as JSON: \(error).")
    }
    return try await ask(method, path, json: bytes, if: precondition)
  }

  func ask<Answer: Decodable>(
    _ method: HTTPMethod, _ path: String, json: Data, if precondition: Precondition = .none,
    deadline: TimeAmount = Self.deadline
  ) async throws(AdministrationError) -> Answer {
    var request = endpoint.request(method, path)
    request.headers.add(precondition)
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = .bytes(ByteBuffer(bytes: json))
    return try await decoded(try await execute(request, deadline: deadline))
  }

  func execute(
    _ request: HTTPClientRequest, deadline: TimeAmount = Self.deadline
  ) async throws(AdministrationError) -> HTTPClientResponse {
    try await execute(request, until: .now() + deadline)
  }

  func execute(
    _ request: HTTPClientRequest, until deadline: NIODeadline
  ) async throws(AdministrationError) -> HTTPClientResponse {
    do { return try await client.execute(request, deadline: deadline) } catch { throw endpoint.silent(error) }
  }

  /// - Returns: the answer, whose body has not been read.
  /// - Throws: what it says where it is no success, and that it is no gateway's where it is a success of another form.
  func checked(
    _ response: HTTPClientResponse, is form: AnswerForm
  ) async throws(AdministrationError) -> HTTPClientResponse {
    if form.fits(response) { return response }
    if response.isSuccess { throw endpoint.unreadable }
    throw endpoint.problem(response, try await body(of: response))
  }

  func decoded<Answer: Decodable>(_ response: HTTPClientResponse) async throws(AdministrationError) -> Answer {
    let bytes = try await body(of: try await checked(response, is: .json))
    do { return try JSONDecoder().decode(Answer.self, from: bytes) } catch { throw endpoint.unreadable }
  }

  /// A secret is printed as it came, for a script to take: nothing may be in it that a terminal would obey.
  func checkPrintable(secret: String) throws(AdministrationError) {
    guard !secret.isEmpty, secret.isVisibleASCII else { throw endpoint.unreadable }
  }

  private func body(of response: HTTPClientResponse) async throws(AdministrationError) -> Data {
    do { return Data((try await response.body.collect(upTo: Self.answerLimit)).readableBytesView) } catch {
      throw endpoint.silent(error)
    }
  }
}

extension HTTPHeaders {
  /// What must still be true of the thing that is changed.
  fileprivate mutating func add(_ precondition: Precondition) {
    guard case .revisions(let revisions) = precondition else { return }
    add(name: "If-Match", value: revisions.sorted().map { "\"\($0)\"" }.joined(separator: ", "))
  }
}
