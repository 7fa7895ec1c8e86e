import Testing
import TollgateCore

/// Who is allowed under which setting; the ranges themselves are in ``IPAddressTests``.
struct AddressPolicyTests {
  private static let onLoopback = AddressPolicy.forCallbacks(listeners: [("127.0.0.1", 8080)], allowsPrivateAddresses: false)
  private static let inTheOffice = AddressPolicy.forCallbacks(listeners: [("0.0.0.0", 8080)], allowsPrivateAddresses: true)
  private static let open = AddressPolicy.forCallbacks(listeners: [("0.0.0.0", 8080)], allowsPrivateAddresses: false)
  private static let simulator = AddressPolicy.forDownloads(from: HTTPAddress("http://localhost:8081") ?? .shortAPI)
  private static let inside = AddressPolicy.forDownloads(from: HTTPAddress("http://api.inside.test:81") ?? .shortAPI)
  private static let vendor = AddressPolicy.forDownloads(from: .shortAPI)

  /// A URL whose host is a name, the address that it has, and what is said of it.
  @Test(
    arguments: [
      // A receiver on this machine, while the gateway is for this machine only.
      (onLoopback, "http://localhost:9000/hook", "127.0.0.1", nil), (onLoopback, "http://localhost:9000/hook", "::1", nil),
      (onLoopback, "https://app.localhost/hook", "127.0.0.1", nil), (onLoopback, "https://a.test/", "127.0.0.1", nil),
      (onLoopback, "http://a.test/", "127.0.0.1", .scheme), (onLoopback, "https://a.test/", "10.0.0.1", .address),
      (onLoopback, "https://a.test/", "8.8.8.8", nil), (onLoopback, "http://a.test/", "8.8.8.8", .scheme),
      (onLoopback, "http://localhost:8080/", "127.0.0.1", .address), (onLoopback, "https://a.test:8080/", "8.8.8.8", nil),
      (onLoopback, "http://localhost/", "169.254.169.254", .address),
      // Receivers of a team in its own network.
      (inTheOffice, "http://builds.test:9000/", "10.1.2.3", nil), (inTheOffice, "http://builds.test:9000/", "fd12::1", nil),
      (inTheOffice, "http://builds.test:9000/", "8.8.8.8", .scheme),
      (inTheOffice, "http://localhost:9000/", "127.0.0.1", .address),
      (inTheOffice, "http://builds.test:8080/", "10.1.2.3", .address),
      (inTheOffice, "https://a.test/", "169.254.1.1", .address),
      (open, "https://a.test/", "8.8.8.8", nil), (open, "https://a.test/", "127.0.0.1", .address),
      (open, "https://a.test/", "192.168.1.1", .address), (open, "http://localhost/", "127.0.0.1", .scheme),
      // Files: the upstream's own host is wherever it is.
      (vendor, "https://api.shortapi.ai/x", "10.0.0.1", nil), (vendor, "http://api.shortapi.ai/x", "8.8.8.8", .scheme),
      (vendor, "https://cdn.test/x", "8.8.8.8", nil), (vendor, "https://cdn.test/x", "10.0.0.1", .address),
      (vendor, "https://cdn.test/x", "127.0.0.1", .address), (vendor, "https://cdn.test:22/x", "8.8.8.8", .port),
      (inside, "http://api.inside.test:81/x", "10.0.0.1", nil), (inside, "http://api.inside.test:82/x", "10.0.0.1", .port),
      (inside, "http://api.inside.test/x", "10.0.0.1", nil), (inside, "https://other.inside.test/x", "10.0.0.1", .address),
      (inside, "http://other.inside.test/x", "8.8.8.8", .scheme),
      (simulator, "http://localhost:8081/tmp/x", "127.0.0.1", nil),
      (simulator, "http://127.0.0.1:8081/tmp/x", "127.0.0.1", nil),
      (simulator, "http://[::1]:9999/tmp/x", "::1", nil), (simulator, "https://cdn.test/x", "10.0.0.1", .address),
    ] as [(AddressPolicy, String, String, OutboundRefusal?)])
  func verdicts(policy: AddressPolicy, text: String, address: String, refusal: OutboundRefusal?) throws {
    let url = try OutboundURL(text)
    let address = try #require(IPAddress(address))
    #expect((policy.refusal(of: url) ?? policy.refusal(of: address, for: url)) == refusal)
  }

  @Test(arguments: ["80", "443", "8443", "1024", "8080", "65535"]) func usualPorts(port: String) throws {
    #expect(AddressPolicy().refusal(of: try OutboundURL("https://a.test:\(port)/")) == nil)
  }

  @Test(arguments: ["1", "22", "79", "81", "1023"]) func otherPorts(port: String) throws {
    #expect(AddressPolicy().refusal(of: try OutboundURL("https://a.test:\(port)/")) == .port)
  }

  @Test func gatewayIsNeverItsOwnReceiver() throws {
    let policy = AddressPolicy.forCallbacks(listeners: [("localhost", 8080), ("::1", 8081)], allowsPrivateAddresses: true)
    for (text, refusal) in [
      ("http://127.0.0.1:8080/", .address), ("http://[::1]:8080/", .address), ("http://[::1]:8081/", .address),
      ("http://[::ffff:127.0.0.1]:8080/", .address), ("http://10.0.0.1:8080/", .address), ("http://127.0.0.1:8081/", nil),
      ("http://127.0.0.1:9000/", nil), ("https://8.8.8.8:8080/", nil),
    ] as [(String, OutboundRefusal?)] {
      #expect(policy.refusal(of: try OutboundURL(text)) == refusal, "\(text)")
    }
  }
}
