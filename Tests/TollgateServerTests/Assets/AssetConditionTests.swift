import NIOHTTP1
import Testing
import TollgateCore

@Suite("Parts of files, and files that the client has")
struct AssetConditionTests {
  /// A request for a file of a thousand bytes; `TAG` stands for its ETag without quotes.
  struct Case: Sendable {
    var method = "GET"
    let headers: [String: String]
    let status: Int
    /// The bytes that must come; `nil` for all.
    var part: Range<Int>?
  }

  private static func range(_ value: String, _ status: Int, _ part: Range<Int>? = nil) -> Case {
    Case(headers: ["Range": value], status: status, part: part)
  }

  static let ranges: [Case] = [
    // One range.
    range("bytes=0-0", 206, 0..<1), range("bytes=0-499", 206, 0..<500), range("bytes=500-999", 206, 500..<1000),
    range("bytes=999-999", 206, 999..<1000), range("bytes=0-", 206, 0..<1000), range("bytes=1-", 206, 1..<1000),
    range("bytes=999-", 206, 999..<1000), range("bytes=0-999", 206, 0..<1000), range("bytes=0-1000", 206, 0..<1000),
    range("bytes=990-99999999999999999999999999", 206, 990..<1000), range("bytes=007-0009", 206, 7..<10),
    // The last bytes.
    range("bytes=-1", 206, 999..<1000), range("bytes=-500", 206, 500..<1000), range("bytes=-1000", 206, 0..<1000),
    range("bytes=-1001", 206, 0..<1000), range("bytes=-99999999999999999999999", 206, 0..<1000),
    // Spelled otherwise.
    range("BYTES=0-1", 206, 0..<2), range("Bytes=0-1", 206, 0..<2), range("bytes= 0-1", 206, 0..<2),
    range("bytes=0-1 ,", 206, 0..<2), range("bytes=,,0-1", 206, 0..<2), range("bytes=\t0-1", 206, 0..<2),
    // None that the file has.
    range("bytes=1000-", 416), range("bytes=1000-1000", 416), range("bytes=1000-2000", 416), range("bytes=-0", 416),
    range("bytes=99999999999999999999999-", 416), range("bytes=5000-6000", 416),
    // Several: the whole file.
    range("bytes=0-1,2-3", 200), range("bytes=0-0,-1", 200), range("bytes=0-,0-,0-,0-,0-,0-", 200),
    range("bytes=2000-3000,0-1", 200),
    // What has no meaning is as if it were not there.
    range("bytes=", 200), range("bytes", 200), range("=0-1", 200), range("0-1", 200), range("bytes=-", 200),
    range("bytes=1-0", 200), range("bytes=5-4", 200), range("bytes=a-b", 200), range("bytes=0x0-1", 200),
    range("bytes=+1-2", 200), range("bytes=1-+2", 200), range("bytes=--1", 200), range("bytes=1--2", 200),
    range("bytes=1 -2", 200), range("bytes=1- 2", 200), range("bytes=1.0-2", 200), range("items=0-1", 200),
    range("bytes =0-1", 200), range("bytes=0-1;q=1", 200), range("", 200),
    // HEAD has no parts.
    Case(method: "HEAD", headers: ["Range": "bytes=0-1"], status: 200),
    Case(method: "HEAD", headers: ["Range": "bytes=1000-"], status: 200),
    Case(method: "HEAD", headers: [:], status: 200),
    Case(headers: [:], status: 200),
  ]

  static let conditions: [Case] = [
    // The client has it.
    Case(headers: ["If-None-Match": "\"TAG\""], status: 304), Case(headers: ["If-None-Match": "W/\"TAG\""], status: 304),
    Case(headers: ["If-None-Match": "*"], status: 304), Case(headers: ["If-None-Match": " * "], status: 304),
    Case(headers: ["If-None-Match": "\"a\", \"TAG\""], status: 304),
    Case(headers: ["If-None-Match": "W/\"a,b\",\"TAG\",\"c\""], status: 304),
    Case(headers: ["If-None-Match": "\"a,\",,  ,W/\"TAG\""], status: 304),
    Case(method: "HEAD", headers: ["If-None-Match": "\"TAG\""], status: 304),
    Case(headers: ["If-None-Match": "\"TAG\"", "Range": "bytes=0-1"], status: 304),
    Case(headers: ["If-None-Match": "\"TAG\"", "If-Match": "\"TAG\""], status: 304),
    // It has something else.
    Case(headers: ["If-None-Match": "\"other\""], status: 200), Case(headers: ["If-None-Match": "TAG"], status: 200),
    Case(headers: ["If-None-Match": "\"TAG"], status: 200), Case(headers: ["If-None-Match": "\"tag\""], status: 200),
    Case(headers: ["If-None-Match": "w/\"TAG\""], status: 200), Case(headers: ["If-None-Match": ""], status: 200),
    Case(headers: ["If-None-Match": "\"x, TAG\""], status: 200), Case(headers: ["If-None-Match": "**"], status: 200),
    Case(headers: ["If-None-Match": "\"a\"", "Range": "bytes=0-1"], status: 206, part: 0..<2),
    // Dates say nothing: a link's file never changes.
    Case(headers: ["If-Modified-Since": "Sun, 06 Nov 2044 08:49:37 GMT"], status: 200),
    Case(headers: ["If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"], status: 200),
    // If-Match.
    Case(headers: ["If-Match": "\"TAG\""], status: 200), Case(headers: ["If-Match": "*"], status: 200),
    Case(headers: ["If-Match": "\"a\", \"TAG\""], status: 200), Case(headers: ["If-Match": "W/\"TAG\""], status: 412),
    Case(headers: ["If-Match": "\"a\""], status: 412), Case(headers: ["If-Match": "TAG"], status: 412),
    Case(method: "HEAD", headers: ["If-Match": "\"a\""], status: 412),
    Case(headers: ["If-Match": "\"a\"", "If-None-Match": "\"TAG\""], status: 412),
    Case(headers: ["If-Match": "\"a\"", "Range": "bytes=9999-"], status: 412),
    // If-Range.
    Case(headers: ["If-Range": "\"TAG\"", "Range": "bytes=0-1"], status: 206, part: 0..<2),
    Case(headers: ["If-Range": "\"TAG\"", "Range": "bytes=1000-"], status: 416),
    Case(headers: ["If-Range": "W/\"TAG\"", "Range": "bytes=0-1"], status: 200),
    Case(headers: ["If-Range": "\"a\"", "Range": "bytes=0-1"], status: 200),
    Case(headers: ["If-Range": "\"a\"", "Range": "bytes=1000-"], status: 200),
    Case(headers: ["If-Range": "\"TAG\", \"a\"", "Range": "bytes=0-1"], status: 200),
    Case(headers: ["If-Range": "*", "Range": "bytes=0-1"], status: 200),
    Case(headers: ["If-Range": "Sun, 06 Nov 2044 08:49:37 GMT", "Range": "bytes=0-1"], status: 200),
    Case(headers: ["If-Range": "\"TAG\""], status: 200),
  ]

  @Test func everyRequestGetsWhatItAsksFor() async throws {
    #expect(Self.ranges.count + Self.conditions.count >= 90)
    try await Shelf.serve { shelf, gateway in
      let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
      let blob = try await shelf.keep(bytes)
      for request in Self.ranges + Self.conditions {
        let headers = request.headers.mapValues { $0.replacing("TAG", with: "\(blob.id)") }
        let reply = try await GatewayUnderTest.call(
          .init(rawValue: request.method), gateway.link(to: blob.id), headers: headers)
        #expect(reply.status == request.status, "\(request)")
        switch request.status {
        case 200, 206:
          let part = request.part ?? 0..<1000
          #expect(reply.bytes == (request.method == "HEAD" ? [] : Array(bytes[part])), "\(request)")
          #expect(reply["Content-Length"] == "\(part.count)", "\(request)")
          let contentRange = request.status == 206 ? "bytes \(part.lowerBound)-\(part.upperBound - 1)/1000" : nil
          #expect(reply["Content-Range"] == contentRange, "\(request)")
          #expect(reply["Accept-Ranges"] == "bytes", "\(request)")
          Self.expectKnown(reply, blob.id, "\(request)")
        case 304:
          #expect(reply.bytes == [], "\(request)")
          #expect(reply["Content-Length"] == nil, "\(request)")
          Self.expectKnown(reply, blob.id, "\(request)")
        case 416:
          #expect(reply["Content-Range"] == "bytes */1000", "\(request)")
          reply.expectError(416, 41600, "\(request)")
        default:
          if request.method == "GET" { reply.expectError(412, 41200, "\(request)") }
          #expect(reply["ETag"] == nil)
        }
      }
      try await shelf.closed(blob.id)
      #expect(shelf.damaged.isEmpty)
    }
  }

  @Test func anEmptyFileHasNoParts() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep([])
      let cases: [(String?, Int)] = [(nil, 200), ("bytes=-5", 200), ("bytes=0-", 416), ("bytes=0-0", 416), ("bytes=-0", 416)]
      for (range, status) in cases {
        let reply = try await GatewayUnderTest.call(
          .GET, gateway.link(to: blob.id), headers: range.map { ["Range": $0] } ?? [:])
        #expect(reply.status == status, "\(range ?? "none")")
        if status == 200 { #expect(reply["Content-Length"] == "0" && reply.bytes.isEmpty) }
        #expect(reply["Content-Range"] == (status == 416 ? "bytes */0" : nil))
      }
    }
  }

  private static func expectKnown(_ reply: Reply, _ id: AssetID, _ what: String) {
    #expect(reply["ETag"] == "\"\(id)\"", "\(what)")
    #expect(reply["Cache-Control"] == "public, max-age=31536000, immutable", "\(what)")
    #expect(reply["Last-Modified"] == nil && reply["Set-Cookie"] == nil, "\(what)")
  }
}
