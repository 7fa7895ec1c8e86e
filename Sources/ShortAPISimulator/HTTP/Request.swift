import NIOCore
import NIOHTTP1

/// A request that was read to its end.
struct Request: Sendable {
  /// The largest body in bytes; a longer one is answered 413.
  static let maximumBody = 64 << 20

  let head: HTTPRequestHead
  let body: [UInt8]

  /// The URI without its query.
  var path: Substring { head.uri.prefix { $0 != "?" } }

  /// The value of a member of the query, as it is written.
  func queryValue(_ name: String) -> String? {
    guard let mark = head.uri.firstIndex(of: "?") else { return nil }
    for pair in head.uri[head.uri.index(after: mark)...].split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if sides.count == 2, sides[0] == name { return String(sides[1]) }
    }
    return nil
  }

  /// The token of `Authorization: Bearer …`; `nil` where there is none.
  var bearer: String? {
    guard let value = head.headers.first(name: "authorization"), value.lowercased().hasPrefix("bearer ") else { return nil }
    let token = value.dropFirst("bearer ".count).drop { $0 == " " }
    return token.isEmpty ? nil : String(token)
  }
}
