/// What a `traceparent` says (W3C Trace Context, level 1): which trace a request belongs to.
package struct TraceParent: Sendable, Equatable {
  /// 32 lower-case hex digits, not all of them zero.
  package let traceID: String
  /// The caller's part of the trace: 16 lower-case hex digits, not all of them zero.
  package let parentID: String

  private static let length = 55

  /// Reads a header's value; `nil` where it is not spelled as the recommendation has it. Of a later version only the beginning is
  /// read, as it demands.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= Self.length, bytes[2] == UInt8(ascii: "-"), bytes[35] == UInt8(ascii: "-"),
      bytes[52] == UInt8(ascii: "-"), let version = Self.hex(bytes[0..<2]), version != "ff",
      let traceID = Self.hex(bytes[3..<35]), let parentID = Self.hex(bytes[36..<52]), Self.hex(bytes[53..<55]) != nil,
      traceID.utf8.contains(where: { $0 != UInt8(ascii: "0") }), parentID.utf8.contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    if bytes.count > Self.length {
      guard version != "00", bytes[Self.length] == UInt8(ascii: "-") else { return nil }
    }
    self.traceID = traceID
    self.parentID = parentID
  }

  /// The text of lower-case hex digits; `nil` where there is anything else.
  private static func hex(_ bytes: ArraySlice<UInt8>) -> String? {
    let isHex = bytes.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    return isHex ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
