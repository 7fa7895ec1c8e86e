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

  func ask<Answer: Decodable>(_ method: HTTPMethod, _ path: String) async throws(AdministrationError) -> Answer {
    try decode(try await send(method, path, body: nil))
  }

  func ask<Answer: Decodable>(
    _ method: HTTPMethod, _ path: String, body: some Encodable, if precondition: Precondition = .none
  ) async throws(AdministrationError) -> Answer {
    let bytes: Data
    do { bytes = try JSONEncoder().encode(body) } catch {
      throw AdministrationError(.invalid, "The request cannot be written as JSON: \(error).")
    }
    return try decode(try await send(method, path, body: bytes, if: precondition))
  }

  /// - Returns: the body of a success.
  func send(
    _ method: HTTPMethod, _ path: String, body: Data?, if precondition: Precondition = .none,
    deadline: TimeAmount = Self.deadline
  ) async throws(AdministrationError) -> Data {
    var request = endpoint.request(method, path)
    if case .revisions(let revisions) = precondition {
      request.headers.add(name: "If-Match", value: revisions.sorted().map { "\"\($0)\"" }.joined(separator: ", "))
    }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response: HTTPClientResponse
    do { response = try await client.execute(request, deadline: .now() + deadline) } catch { throw endpoint.silent(error) }
    let answer = try await self.body(of: response)
    guard (200..<300).contains(response.status.code) else { throw endpoint.problem(response, answer) }
    return answer
  }

  func body(of response: HTTPClientResponse) async throws(AdministrationError) -> Data {
    do { return Data((try await response.body.collect(upTo: Self.answerLimit)).readableBytesView) } catch {
      throw endpoint.silent(error)
    }
  }

  func decode<Answer: Decodable>(_ bytes: Data) throws(AdministrationError) -> Answer {
    do { return try JSONDecoder().decode(Answer.self, from: bytes) } catch { throw endpoint.unreadable }
  }
}
