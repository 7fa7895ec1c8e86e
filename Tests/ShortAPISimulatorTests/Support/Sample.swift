import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore

enum Sample {
  static let create =
    #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"a cat","aspect_ratio":"16:9","resolution":"1K"}}"#

  /// A path in the folder for temporary files that nobody uses yet.
  static func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "tollgate-\(name)-\(UUID().uuidString)").path
  }

  static func lines(of path: String) throws -> [String] {
    try String(contentsOf: URL(filePath: path), encoding: .utf8).split(separator: "\n").map(String.init)
  }
}

/// The port of a base URL.
func port(of base: String) throws -> Int { try #require(base.split(separator: ":").last.flatMap { Int($0) }) }

/// An HTTP answer, its body as text and as JSON.
struct Reply {
  let status: Int
  let headers: HTTPHeaders
  let bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSONValue { get throws { try CanonicalJSON.parse(bytes) } }
}

/// Sends a request through an HTTP client.
func call(
  _ method: HTTPMethod, _ url: String, body: String? = nil, key: String? = "ak-test", headers: HTTPHeaders = [:]
) async throws -> Reply {
  var request = HTTPClientRequest(url: url)
  request.method = method
  request.headers = headers
  if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
  if let body { request.body = .bytes(ByteBuffer(string: body)) }
  let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
  let buffer = try await response.body.collect(upTo: 64 << 20)
  return Reply(status: Int(response.status.code), headers: response.headers, bytes: Array(buffer.readableBytesView))
}

/// Creates a job and returns its id.
func createJob(_ base: String, body: String = Sample.create) async throws -> String {
  let reply = try await call(.POST, base + "/api/v1/job/create", body: body)
  return try #require(reply.json["data"]?["job_id"]?.string, "\(reply.text)")
}

/// The job's record, the `data` of a query.
func record(_ base: String, _ id: String) async throws -> JSONValue {
  try #require(try await call(.GET, base + "/api/v1/job/query?id=\(id)").json["data"])
}
