import Testing
import TollgateConfiguration
import TollgateCore

/// Where and how clients come: sockets, encryption and proxies.
@Suite struct TransportSettingTests {
  @Test func theDefaultsAreInTheClearAndTrustNobody() throws {
    let server = try parse("").server
    #expect(server.encryption == .init())
    #expect(server.trustedProxies.isEmpty)
    #expect(server.listen == .network(host: "127.0.0.1", port: 8080))
  }

  @Test func aSocketIsLoopback() throws {
    let listen = try parse("server: {listen: 'unix:/run/tollgate/Gate.sock'}").server.listen
    #expect(listen == .socket(path: "/run/tollgate/Gate.sock"))
    #expect(listen.description == "unix:/run/tollgate/Gate.sock")
    #expect(listen.isLoopback && listen.host == nil && listen.port == nil)
  }

  @Test(arguments: [
    "unix:", "unix:/", "unix:relative.sock", "unix:/run/", "UNIX:/run/a.sock", "unix:/a\u{1}b", "/run/a.sock",
    "unix:/" + String(repeating: "x", count: 107),
  ])
  func noSocket(_ text: String) { #expect(problems("server: {listen: \"\(text.debugEscaped)\"}").count == 1) }

  @Test func theLongestSocket() throws {
    let path = "/" + String(repeating: "x", count: 106)
    #expect(try parse("server: {listen: 'unix:\(path)'}").server.listen == .socket(path: path))
  }

  @Test func aSocketWithoutItsPrefixIsGuessed() {
    #expect(problems("server: {listen: /run/a.sock}")[0].hasSuffix(#"did you mean "unix:/run/a.sock"?"#))
  }

  @Test func encryption() throws {
    let text = "server: {tls: {certificate: /etc/a.pem, key: ./b.pem, hsts: 365d}}"
    let encryption = try parse(text).server.encryption
    #expect(encryption.certificate == "/etc/a.pem" && encryption.key == "./b.pem")
    #expect(encryption.strictTransport == .seconds(365 * 86_400))
    #expect(try parse(try parse(text).rendered()) == parse(text))
    let empty = try parse("server: {tls: {certificate: '', key: null, hsts: off}}").server.encryption
    #expect(empty == .init())
    let overridden = try parse("", ["TOLLGATE_SERVER_TLS_CERTIFICATE": "/a", "TOLLGATE_SERVER_TLS_KEY": "/b"]).server.encryption
    #expect(overridden.certificate == "/a" && overridden.key == "/b")
  }

  @Test(arguments: [
    ("{certificate: /a}", "gateway.yaml:1: server.tls.certificate is set, and server.tls.key is not; set both, or neither."),
    ("{key: /a}", "gateway.yaml:1: server.tls.key is set, and server.tls.certificate is not; set both, or neither."),
    (
      "{hsts: 1d}",
      "gateway.yaml:1: server.tls.hsts needs a certificate: without one nothing is encrypted here; set certificate and key, or hsts: off."
    ),
    (
      "{certificate: ~/a, key: /b}",
      #"gateway.yaml:1: server.tls.certificate is "~/a", but must be the path of a file such as "#
        + "/etc/tollgate/certificate.pem, or null for none; a ~ is not replaced here, write ${HOME}/a."
    ),
  ])
  func badEncryption(_ section: String, _ sentence: String) {
    #expect(problems("server: {tls: \(section)}").contains(sentence), "\(problems("server: {tls: \(section)}"))")
  }

  @Test func proxies() throws {
    let text = "server: {trusted_proxies: [10.0.0.0/8, 'fd00::/8', 192.0.2.1, unix]}"
    let proxies = try parse(text).server.trustedProxies
    #expect(proxies.map(\.description) == ["10.0.0.0/8", "fd00::/8", "192.0.2.1", "unix"])
    #expect(try parse(try parse(text).rendered()) == parse(text))
    let overridden = try parse(text, ["TOLLGATE_SERVER_TRUSTED_PROXIES": "192.0.2.1, unix"]).server.trustedProxies
    #expect(overridden.map(\.description) == ["192.0.2.1", "unix"])
    #expect(try parse(text, ["TOLLGATE_SERVER_TRUSTED_PROXIES": ""]).server.trustedProxies.isEmpty)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "server.trusted_proxies is a single value, but must be a list such as [a, b]"),
    ("[10.1.2.3/8]", #"server.trusted_proxies[0] is "10.1.2.3/8", but must be an address such as 10.0.0.7"#),
    ("[10.1.2.3/8]", #"did you mean "10.0.0.0/8"?"#), ("[unix, 0.0.0.0/0]", "server.trusted_proxies[1]"),
  ])
  func badProxies(_ value: String, _ part: String) {
    let found = problems("server: {trusted_proxies: \(value)}")
    #expect(found.count == 1 && found[0].contains(part), "\(found)")
  }
}

extension String {
  /// As it stands between YAML's double quotes.
  fileprivate var debugEscaped: String { unicodeScalars.map { $0.value < 0x20 ? "\\x0\($0.value)" : "\($0)" }.joined() }
}
