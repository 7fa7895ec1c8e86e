/// The beginning of URLs: scheme, host, port and perhaps a path, without user, query and fragment. A URL that is put together
/// from these checked parts and a path of the program's own goes nowhere else, whatever a client sends.
package struct HTTPAddress: Sendable, Hashable, CustomStringConvertible {
  /// Whether the scheme is `https`.
  package let isSecure: Bool
  /// In lower case; an IPv6 address is without brackets.
  package let host: String
  /// 1 to 65535; `nil` for the scheme's own.
  package let port: Int?
  /// Empty, or a path such as `/proxy`: begins with a slash and does not end with one.
  package let path: String

  /// ShortAPI itself.
  package static let shortAPI = HTTPAddress(isSecure: true, host: "api.shortapi.ai", port: nil, path: "")

  private init(isSecure: Bool, host: String, port: Int?, path: String) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads an http or https URL. Slashes at the end of the path are dropped, and so is a port that is the scheme's own.
  ///
  /// - Returns: `nil` where the text is no such URL, or has a user, a query, a fragment, an escape or an empty or dot segment.
  package init?(_ text: String) {
    let scheme = text.prefix { $0 != ":" }.lowercased()
    guard scheme == "http" || scheme == "https", text.dropFirst(scheme.count).hasPrefix("://") else { return nil }
    let rest = text.dropFirst(scheme.count + 3)
    let authority = rest.prefix { $0 != "/" }
    guard let (host, port) = HostAndPort.split(authority) else { return nil }
    let segments = rest[authority.endIndex...].split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let path = segments.reversed().drop(while: \.isEmpty).reversed()
    guard path.allSatisfy(Self.isSegment) else { return nil }
    let isSecure = scheme == "https"
    self.init(
      isSecure: isSecure, host: host, port: port == (isSecure ? 443 : 80) ? nil : port, path: path.map { "/" + $0 }.joined())
  }

  private static func isSegment(_ text: Substring) -> Bool {
    let isPlain = text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-._~".utf8.contains($0) }
    return isPlain && !text.isEmpty && text != "." && text != ".."
  }

  /// The same, without `suffix` at the end of the path.
  package func droppingFromPath(_ suffix: String) -> HTTPAddress {
    guard path.hasSuffix(suffix) else { return self }
    return HTTPAddress(isSecure: isSecure, host: host, port: port, path: String(path.dropLast(suffix.count)))
  }

  /// The host and the written port, as in a `Host` header: `api.shortapi.ai`, `[::1]:8080`.
  package var authority: String { HostAndPort.join(host, port) }

  /// The URL without a slash at its end: `https://api.shortapi.ai`.
  package var description: String { (isSecure ? "https" : "http") + "://" + authority + path }

  /// The URL of a path below this one, which starts with a slash and is already encoded.
  package func url(of path: String) -> String { description + path }
}
