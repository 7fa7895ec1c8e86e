/// The `ETag` header.
enum EntityTag {
  /// Whether it names exactly these bytes (RFC 9110, 8.8.3): `"…"`, and not `W/"…"`.
  static func isStrong(_ text: String) -> Bool {
    let bytes = text.utf8
    return (3...256).contains(bytes.count) && bytes.first == UInt8(ascii: "\"") && bytes.last == UInt8(ascii: "\"")
      && bytes.dropFirst().dropLast().allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
  }
}
