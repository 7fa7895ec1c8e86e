import HTTPTypes
import NIOCore
import Testing
import TollgateCore

@testable import TollgateServer

@Suite("What proxies say about their clients")
struct ForwardedTests {
  private static let proxies = TrustedProxies(["10.0.0.0/8", "fd00::/8", "unix"].compactMap { TrustedProxy($0) })

  @Test(
    arguments: [
      (["192.0.2.1"], "192.0.2.1"),
      // Whatever the client has put before is no proxy's word.
      (["127.0.0.1, 192.0.2.1"], "192.0.2.1"), (["192.0.2.9, 192.0.2.1, 10.1.1.1 ,fd00::7"], "192.0.2.1"),
      (["192.0.2.9", "192.0.2.1,10.1.1.1"], "192.0.2.1"), (["192.0.2.1", "10.1.1.1"], "192.0.2.1"),
      (["192.0.2.1:4711"], "192.0.2.1"), (["[2001:db8::1]:4711"], "2001:db8::1"), (["2001:DB8::1"], "2001:db8::1"),
      (["::ffff:192.0.2.1"], "192.0.2.1"), (["192.0.2.1\t, 10.1.1.1"], "192.0.2.1"),
      // Nobody can tell.
      ([], nil), ([""], nil), (["10.1.1.1"], nil), (["unknown, 10.1.1.1"], nil), (["192.0.2.1, _hidden"], nil),
      (["192.0.2.1, "], nil), (["192.0.2.1, 10.1.1.1,"], nil), (["client.example"], nil),
      ([Array(repeating: "10.1.1.1", count: 32).joined(separator: ",")], nil),
      (["192.0.2.1," + Array(repeating: "10.1.1.1", count: 31).joined(separator: ",")], "192.0.2.1"),
      (["192.0.2.1," + Array(repeating: "10.1.1.1", count: 32).joined(separator: ",")], nil),
    ] as [([String], String?)])
  func theClientIsTheLastThatIsNoProxy(_ values: [String], _ client: String?) {
    var fields = HTTPFields()
    for value in values { fields.append(HTTPField(name: .xForwardedFor, value: value)) }
    #expect(ForwardedFields.client(in: fields, trusting: Self.proxies)?.description == client)
  }

  @Test(
    arguments: [
      ("https", true), ("http", false), ("HTTPS", true), ("http, https", true), ("https,http ", false), ("", nil), ("wss", nil),
      ("https,", nil),
    ] as [(String, Bool?)])
  func scheme(_ value: String, _ isSecure: Bool?) { #expect(ForwardedFields([.xForwardedProto: value]).isSecure == isSecure) }

  @Test(
    arguments: [
      ("media.example", "media.example"), ("media.example:8443", "media.example:8443"), ("a.example, b.example", "b.example"),
      ("[::1]:1", "[::1]:1"), ("", nil), ("evil.example/path", nil), ("a b", nil), ("user@host", nil), ("a.example,", nil),
    ] as [(String, String?)])
  func host(_ value: String, _ host: String?) { #expect(ForwardedFields([.xForwardedHost: value]).host == host) }

  /// A request as the main lane gets it, from an address and with what a proxy would say.
  private static func head(from address: String, isSocket: Bool = false) throws -> HTTPRequest {
    var transport = ConnectionTransport()
    transport.trustedProxies = proxies
    transport.isSocket = isSocket
    let environment = ConnectionEnvironment(
      limits: ConnectionLimits(), headerLimit: .kibibytes(32), bodyLimit: .mebibytes(1), transport: transport)
    let connection = try ConnectionUnderTest(environment, from: try SocketAddress(ipAddress: address, port: 1))
    try connection.send(
      RawMessage.request("GET / HTTP/1.1", ["Host: asked", "X-Forwarded-Proto: https", "X-Forwarded-Host: media.example:8443"]))
    return try #require(connection.responder.heads.first)
  }

  @Test(arguments: [
    ("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("fd12::1", true), ("192.0.2.1", false), ("127.0.0.1", false),
    ("::1", false),
  ])
  func onlyProxiesAreBelieved(_ address: String, _ isBelieved: Bool) throws {
    let head = try Self.head(from: address)
    #expect(head.scheme == (isBelieved ? "https" : "http"))
    #expect(head.authority == (isBelieved ? "media.example:8443" : "asked"))
    // Whoever asks whether a proxy stands in between still sees it.
    #expect(!head.isForwarded && head.headerFields[.xForwardedHost] != nil)
  }

  @Test func theSocketIsBelieved() throws {
    #expect(try Self.head(from: "192.0.2.1", isSocket: true).authority == "media.example:8443")
  }

  @Test func proxiesAreNotCountedByAddress() throws {
    var limits = ConnectionLimits()
    limits.perAddress = 1
    var transport = ConnectionTransport()
    transport.trustedProxies = Self.proxies
    let environment = ConnectionEnvironment(
      limits: limits, headerLimit: .kibibytes(32), bodyLimit: .mebibytes(1), transport: transport)
    func connect(_ host: String) throws -> ConnectionUnderTest {
      try ConnectionUnderTest(environment, from: SocketAddress(ipAddress: host, port: 1))
    }
    let connections = try ["10.0.0.1", "10.0.0.1", "10.0.0.1", "192.0.2.1", "192.0.2.1"].map(connect)
    #expect(connections.map(\.isClosed) == [false, false, false, false, true])
  }

  @Test(
    arguments: [
      (nil, false, "http://asked"), ("https://public.example", false, "https://public.example"), (nil, true, "https://asked"),
    ] as [(String?, Bool, String)])
  func links(_ publicURL: String?, _ isSecure: Bool, _ base: String) {
    let links = LinkBase(publicURL: publicURL.flatMap { HTTPAddress($0) }, listener: "127.0.0.1:1", isSecure: isSecure)
    #expect(links.base(host: "asked") == base)
  }
}
