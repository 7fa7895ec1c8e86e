/// A URL that somebody else named, a client or the vendor, read strictly: whatever two readers could take for two hosts is
/// refused.
package struct OutboundURL: Sendable, Hashable {
  /// The part of a URL that says which machine is meant.
  package enum Host: Sendable, Hashable {
    case address(IPAddress)
    /// A name in lower case, without a dot at its end.
    case name(String)
  }

  /// Whether the scheme is `https`.
  package let isSecure: Bool
  /// Which machine is meant.
  package let host: Host
  /// The host in lower case, without brackets.
  package let hostText: String
  /// 1 to 65535, the scheme's own where none is written.
  package let port: Int
  /// What a request line names: the path and the query, in ASCII, without the fragment.
  package let target: String

  /// The longest URL that is read, in bytes. Signed links are some 2 KB.
  package static let longest = 8192

  /// Reads an http or https URL.
  ///
  /// - Throws: ``OutboundRefusal/notAURL``.
  package init(_ text: String) throws(OutboundRefusal) {
    guard text.utf8.count <= Self.longest, text.utf8.allSatisfy(Self.isAllowed) else { throw .notAURL }
    let scheme = text.prefix { $0 != ":" }
    guard let isSecure = ["https": true, "http": false][scheme.lowercased()] else { throw .notAURL }
    let afterScheme = text[scheme.endIndex...]
    guard afterScheme.hasPrefix("://") else { throw .notAURL }
    let rest = afterScheme.dropFirst(3)
    let authority = rest.utf8.prefix { !"/?#".utf8.contains($0) }
    guard let (host, port) = Self.hostAndPort(Substring(authority)) else { throw .notAURL }
    self.isSecure = isSecure
    self.port = port ?? (isSecure ? 443 : 80)
    hostText = host
    if let address = IPAddress(host) {
      self.host = .address(address)
    } else {
      guard Self.isName(host) else { throw .notAURL }
      self.host = .name(host)
    }
    let target = Self.encoded(rest.utf8[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") })
    self.target = target.hasPrefix("/") ? target : "/" + target
  }

  /// The host and the port as a `Host` header has them; the scheme's own port is left out.
  package var authority: String { HostAndPort.join(hostText, port == (isSecure ? 443 : 80) ? nil : port) }

  /// Scheme, host and port, such as `https://example.com` or `http://127.0.0.1:9000`.
  package var origin: String { (isSecure ? "https" : "http") + "://" + authority }

  /// The URL as it is requested.
  package var text: String { origin + target }

  /// The URL that a `Location` header of this one's answer means.
  ///
  /// - Throws: ``OutboundRefusal/notAURL``.
  package func following(location: String) throws(OutboundRefusal) -> OutboundURL {
    let scheme = isSecure ? "https:" : "http:"
    if location.hasPrefix("//") { return try OutboundURL(scheme + location) }
    if location.hasPrefix("/") { return try OutboundURL(origin + location) }
    let beginning = location.prefix { !"/?#".contains($0) }
    if beginning.contains(":") { return try OutboundURL(location) }
    guard !location.isEmpty else { throw .notAURL }
    let path = target.prefix { $0 != "?" }
    if location.hasPrefix("?") || location.hasPrefix("#") { return try OutboundURL(origin + path + location) }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return try OutboundURL(origin + folder + location)
  }
}

extension OutboundURL {
  /// No control character, no space and no backslash, which some readers take for a slash.
  private static func isAllowed(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "\\") }

  /// Reads the part behind the slashes. One dot at the end of the host is dropped: it says that the name is whole.
  private static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
    guard authority.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    guard !authority.hasPrefix("["), let dot = authority.firstRange(of: ".:") ?? Self.lastDot(of: authority) else {
      return HostAndPort.split(authority)
    }
    return HostAndPort.split(authority[..<dot.lowerBound] + authority[dot.lowerBound...].dropFirst())
  }

  private static func lastDot(of authority: Substring) -> Range<Substring.Index>? {
    guard authority.last == "." else { return nil }
    return authority.index(before: authority.endIndex)..<authority.endIndex
  }

  /// A name whose last part is a number, such as `127.1` or `0x7f000001`, is an address to some readers.
  private static func isName(_ host: String) -> Bool {
    let last = host.split(separator: ".").last ?? ""
    return !last.utf8.allSatisfy(\.isASCIIDigit) && !last.hasPrefix("0x")
  }

  /// Percent-encodes what may not stand in a request line.
  private static func encoded(_ text: Substring.UTF8View) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text {
      if byte < 0x80, !#""<>^`{|}"#.utf8.contains(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
