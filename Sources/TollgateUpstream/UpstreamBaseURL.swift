import NIOCore

/// Where the upstream is: scheme, host, port and an optional path in front of the API's own paths. Every upstream URL is put
/// together from these checked parts, so nothing that a client sends can change where a request goes.
package struct UpstreamBaseURL: Sendable, Hashable {
  /// How the upstream is spoken to.
  package enum Scheme: String, Sendable {
    case http
    case https

    /// The port that the scheme stands for when none is written.
    package var defaultPort: Int { self == .https ? 443 : 80 }
  }

  /// `http` or `https`.
  package let scheme: Scheme
  /// A lower-case host name, an IPv4 address, or an IPv6 address in its brackets.
  package let host: String
  /// 1 to 65535.
  package let port: Int
  /// Empty, or a path that starts with a slash and does not end with one.
  package let pathPrefix: String

  /// Reads a base URL such as `https://api.shortapi.ai` or `http://127.0.0.1:8081/shortapi`. Slashes at its end mean nothing,
  /// and so does a trailing `/api/v1`, which many programs write although the API's paths begin with it.
  ///
  /// - Throws: ``UpstreamBaseURLError``, whose text says what is wrong and what a base URL looks like.
  package init(_ text: String) throws(UpstreamBaseURLError) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw UpstreamBaseURLError("holds a character that is not printable ASCII")
    }
    guard let separator = text.firstRange(of: "://"),
      let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
    else {
      throw UpstreamBaseURLError("does not start with http:// or https://")
    }
    let rest = text[separator.upperBound...]
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
      throw UpstreamBaseURLError("has a query or a fragment")
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash]
    guard !authority.contains("@") else {
      throw UpstreamBaseURLError("holds a user name; the key belongs in upstream.api_key")
    }
    self.scheme = scheme
    (host, port) = try Self.hostAndPort(authority, scheme: scheme)
    pathPrefix = try Self.prefix(rest[slash...])
  }

  /// The URL of one of the API's paths, which starts with a slash and is already encoded.
  func url(of path: String) -> String { "\(scheme.rawValue)://\(authority)\(pathPrefix)\(path)" }

  /// The host, and the port unless the scheme stands for it: the value of the `Host` header.
  var authority: String { port == scheme.defaultPort ? host : "\(host):\(port)" }
}

extension UpstreamBaseURL: CustomStringConvertible {
  /// The URL in its one spelling.
  package var description: String { url(of: "") }
}

extension UpstreamBaseURL {
  private static func hostAndPort(
    _ authority: Substring, scheme: Scheme
  ) throws(UpstreamBaseURLError) -> (host: String, port: Int) {
    var host = authority
    var port = scheme.defaultPort
    let afterHost = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterHost...].firstIndex(of: ":") {
      host = authority[..<colon]
      let digits = authority[authority.index(after: colon)...]
      guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ isDigit($0) }), let number = Int(digits),
        (1...65_535).contains(number)
      else {
        throw UpstreamBaseURLError("has a port that is not a number from 1 to 65535")
      }
      port = number
    }
    guard isAddressInBrackets(host) || isName(host) else {
      throw UpstreamBaseURLError(
        "has no valid host; an IPv6 address stands in brackets, an international name in its xn-- form")
    }
    return (host.lowercased(), port)
  }

  private static func isAddressInBrackets(_ host: Substring) -> Bool {
    guard host.hasPrefix("["), host.hasSuffix("]") else { return false }
    let address = String(host.dropFirst().dropLast())
    guard address.utf8.allSatisfy({ isDigit($0) || (0x61...0x66).contains($0 | 0x20) || $0 == 0x3A || $0 == 0x2E }) else {
      return false
    }
    guard case .v6 = try? SocketAddress(ipAddress: address, port: 0) else { return false }
    return true
  }

  private static func isName(_ host: Substring) -> Bool {
    guard (1...253).contains(host.utf8.count) else { return false }
    return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count)
        && label.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
  }

  private static func prefix(_ path: Substring) throws(UpstreamBaseURLError) -> String {
    var segments = path.split(separator: "/")
    if segments.suffix(2) == ["api", "v1"] { segments.removeLast(2) }
    for segment in segments {
      guard segment != ".", segment != "..",
        segment.utf8.allSatisfy({ isDigit($0) || isLetter($0) || "-._~".utf8.contains($0) })
      else {
        throw UpstreamBaseURLError("has a path with other characters than letters, digits, and - . _ ~")
      }
    }
    return segments.map { "/" + $0 }.joined()
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

/// Why a text is no base URL.
package struct UpstreamBaseURLError: Error, Equatable, CustomStringConvertible {
  private let problem: String

  init(_ problem: String) { self.problem = problem }

  /// One sentence: what is wrong, and what to write. The URL itself is not repeated, because it may hold a secret.
  package var description: String {
    "the upstream's base URL \(problem); write scheme, host and optionally a port and a path, e.g. https://api.shortapi.ai"
  }
}
