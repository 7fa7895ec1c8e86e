/// The `host:port` of addresses and of `Host` headers.
package enum HostAndPort {
  /// Splits `host`, `host:port`, `[v6]` or `[v6]:port`; the brackets are taken off, and the host is brought to lower case.
  ///
  /// - Returns: `nil` where the host is neither an IP address nor a host name, or the port is not from 1 to 65535.
  package static func split(_ text: some StringProtocol) -> (host: String, port: Int?)? {
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let host = text[..<end].dropFirst()
      guard IPLiteral.v6(host) != nil, let port = port(text[end...].dropFirst()) else { return nil }
      return (host.lowercased(), port)
    }
    let host = text.prefix { $0 != ":" }
    guard isHost(host), let port = port(text[host.endIndex...]) else { return nil }
    return (host.lowercased(), port)
  }

  /// Puts together what ``split(_:)`` takes apart.
  package static func join(_ host: String, _ port: Int?) -> String {
    (host.contains(":") ? "[\(host)]" : host) + (port.map { ":\($0)" } ?? "")
  }

  /// Whether only programs on this machine reach a host, which is without brackets. A host name other than `localhost` may mean
  /// anything, so it is not.
  package static func isLoopback(host: String) -> Bool {
    if let bytes = IPLiteral.v4(host) { return bytes[0] == 127 }
    if let bytes = IPLiteral.v6(host) {
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      return isMapped ? bytes[12] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }
    return host.lowercased() == "localhost"
  }

  /// The port of `:8080`; `nil` inside for an empty text, and outside for what is no port.
  private static func port(_ text: some StringProtocol) -> Int?? {
    if text.isEmpty { return .some(nil) }
    let digits = text.dropFirst()
    guard text.hasPrefix(":"), digits.first != "0", digits.utf8.allSatisfy(\.isASCIIDigit), let port = Int(digits),
      (1...65_535).contains(port)
    else { return nil }
    return port
  }

  private static func isHost(_ text: some StringProtocol) -> Bool {
    guard text.utf8.count <= 253 else { return false }
    // Digits and dots alone are an IPv4 address or a slip, never a name.
    if text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") }) { return IPLiteral.v4(text) != nil }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-_".utf8.contains($0) }
        && !label.hasPrefix("-") && !label.hasSuffix("-")
    }
  }
}
