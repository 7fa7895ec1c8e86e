import Glibc

/// An IP address as it is written in an address.
enum IPLiteral {
  /// The 4 bytes of `127.0.0.1`, or `nil`. Short forms such as `127.1` are none.
  static func v4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { part -> UInt8? in
      guard part.utf8.allSatisfy(\.isASCIIDigit), part == "0" || part.first != "0" else { return nil }
      return UInt8(part)
    }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  /// The 16 bytes of `::1`, or `nil`. A zone such as `%eth0` is none.
  static func v6(_ text: some StringProtocol) -> [UInt8]? {
    // The C library reads up to the first NUL.
    guard !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    let status = unsafe bytes.withUnsafeMutableBytes { unsafe inet_pton(AF_INET6, String(text), $0.baseAddress) }
    return status == 1 ? bytes : nil
  }
}
