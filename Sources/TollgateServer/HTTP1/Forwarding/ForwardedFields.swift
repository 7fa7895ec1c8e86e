import HTTPTypes
import TollgateCore

/// What a proxy says about the client for whom it asks. Only what the nearest one has said is read: it has put its word behind
/// all others.
struct ForwardedFields {
  private static let client = HTTPField.Name.xForwardedFor
  /// A list may be as long as a client likes; nobody stands behind so many proxies.
  private static let mostProxies = 32

  /// Whether the client came over https.
  let isSecure: Bool?
  /// The host that the client asked for.
  let host: String?

  /// Reads the fields of a request from a proxy that is believed.
  init(_ fields: HTTPFields) {
    self.init(proto: fields[values: .xForwardedProto].last, host: fields[values: .xForwardedHost].last)
  }

  /// - Parameters:
  ///   - proto: the last `X-Forwarded-Proto`.
  ///   - host: the last `X-Forwarded-Host`.
  init(proto: String?, host: String?) {
    isSecure =
      switch proto.map({ Self.last(of: $0).lowercased() }) {
      case "https": true
      case "http": false
      default: nil
      }
    self.host = host.map { Self.last(of: $0) }.flatMap { HostAndPort.split($0) == nil ? nil : $0 }
  }

  /// Finds the client of a request from a proxy that is believed: the last address of `X-Forwarded-For` that is no such proxy's.
  ///
  /// - Returns: `nil` where the proxies do not say, or not in addresses.
  static func client(in fields: HTTPFields, trusting proxies: TrustedProxies) -> IPAddress? {
    var rest = mostProxies
    for value in fields[values: client].reversed() {
      for part in value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
        rest -= 1
        guard rest >= 0, let address = address(trimmed(part)) else { return nil }
        if !proxies.contains(address) { return address }
      }
    }
    return nil
  }

  /// The address of `192.0.2.1`, `2001:db8::1`, and of both with a port.
  private static func address(_ text: Substring) -> IPAddress? {
    IPAddress(text) ?? HostAndPort.split(text).flatMap { IPAddress($0.host) }
  }

  private static func last(of list: String) -> String {
    String(trimmed(list.split(separator: ",", omittingEmptySubsequences: false).last ?? ""))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let beginning = text.drop { $0 == " " || $0 == "\t" }
    return beginning.prefix(beginning.count - beginning.reversed().prefix { $0 == " " || $0 == "\t" }.count)
  }
}

extension HTTPField.Name {
  /// Those of the proxies, which no register has.
  static let xForwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
  static let xForwardedProto = HTTPField.Name("X-Forwarded-Proto") ?? .via
  static let xForwardedHost = HTTPField.Name("X-Forwarded-Host") ?? .via
}

extension HTTPRequest {
  /// Puts in what a proxy that is believed says about the client's request.
  mutating func believe(_ forwarded: ForwardedFields) {
    if let isSecure = forwarded.isSecure { scheme = isSecure ? "https" : "http" }
    if let host = forwarded.host { authority = host }
  }
}
