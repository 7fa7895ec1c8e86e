import NIOCore
import NIOHTTP1
import TollgateCore

/// One of the two requests that are ever sent. Its header fields are constants but for the key and the body's length: nothing
/// of a client's request is in them.
struct UpstreamRequest: Sendable {
  let method: HTTPMethod
  let url: String
  /// In the order in which they are sent. `Content-Length` follows them where there is a body.
  let headers: HTTPHeaders
  let body: [UInt8]?

  /// A create with exactly these bytes.
  static func create(
    _ body: [UInt8], token: BearerToken, configuration: ShortAPIClient.Configuration
  ) -> UpstreamRequest {
    UpstreamRequest(
      method: .POST, url: configuration.baseURL.url(of: "/api/v1/job/create"),
      headers: headers(token: token, configuration: configuration, contentType: "application/json"), body: body)
  }

  /// A query for one job.
  static func query(
    _ upstreamID: String, token: BearerToken, configuration: ShortAPIClient.Configuration
  ) -> UpstreamRequest {
    UpstreamRequest(
      method: .GET, url: configuration.baseURL.url(of: "/api/v1/job/query?id=\(percentEncoded(upstreamID))"),
      headers: headers(token: token, configuration: configuration, contentType: nil), body: nil)
  }

  private static func headers(
    token: BearerToken, configuration: ShortAPIClient.Configuration, contentType: String?
  ) -> HTTPHeaders {
    var headers: HTTPHeaders = [
      "Host": configuration.baseURL.authority,
      "Authorization": token.headerValue,
      "Accept": "application/json",
      "Accept-Encoding": "identity",
      "User-Agent": configuration.userAgent,
    ]
    if let contentType { headers.add(name: "Content-Type", value: contentType) }
    return headers
  }

  /// Every byte but RFC 3986's unreserved characters as `%XX`.
  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(byte)
      default:
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
