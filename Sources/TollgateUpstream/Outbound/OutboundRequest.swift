import NIOHTTP1
import TollgateCore

/// A request to somebody else's server. There is no credential and no cookie in it.
struct OutboundRequest: Sendable {
  let method: HTTPMethod
  let url: OutboundURL
  /// Besides those that every request has.
  let headers: [(name: String, value: String)]
  let body: [UInt8]
  /// For whom it is sent, see ``HostResolver``.
  var lane = ""

  /// The header of the request in the order in which it is sent.
  func head(userAgent: String) -> HTTPRequestHead {
    var fields: HTTPHeaders = [
      "Host": url.authority, "User-Agent": userAgent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close",
    ]
    for (name, value) in headers { fields.add(name: name, value: value) }
    if method == .POST { fields.add(name: "Content-Length", value: "\(body.count)") }
    return HTTPRequestHead(version: .http1_1, method: method, uri: url.target, headers: fields)
  }
}
