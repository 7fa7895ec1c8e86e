import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing
import TollgateCore

/// The upstream: what goes wrong there, and what was really bought.
struct SimulatorControl: Sendable {
  /// A line of the referee's log.
  struct Purchase: Sendable {
    let id: String
    /// SHA-256 of the body as it was received.
    let sha256: String
    let amount: Money
  }

  let base: String
  private let log: URL

  init(base: String, log: URL) {
    self.base = base
    self.log = log
  }

  /// Every accepted create, in order.
  func purchases() throws -> [Purchase] {
    try Data(contentsOf: log).split(separator: UInt8(ascii: "\n")).map { line in
      let json = try CanonicalJSON.parse(Array(line))
      return Purchase(
        id: try #require(json["id"]?.string), sha256: try #require(json["sha256"]?.string),
        amount: try #require(json["amount"]?.string.flatMap { Money($0) }))
    }
  }

  /// Adds faults, each a JSON object as the control API takes it.
  func add(faults: String...) async throws {
    let answer = try await control("faults", body: "[\(faults.joined(separator: ","))]")
    try #require(answer["faults"] != nil)
  }

  /// Ends all faults.
  func clearFaults() async throws { _ = try await control("faults", method: .DELETE) }

  /// How many creates have arrived, accepted or not.
  func creates() async throws -> Int64 { try await control("stats")["creates"]?.number?.int64 ?? 0 }

  private func control(_ path: String, method: HTTPMethod = .GET, body: String? = nil) async throws -> JSONValue {
    var request = HTTPClientRequest(url: "\(base)/control/\(path)")
    request.method = body == nil ? method : .POST
    request.body = body.map { .bytes(ByteBuffer(string: $0)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    return try CanonicalJSON.parse(Array(try await response.body.collect(upTo: 64 << 20).readableBytesView))
  }
}
