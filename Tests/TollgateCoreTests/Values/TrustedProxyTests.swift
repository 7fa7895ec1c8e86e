import Testing
import TollgateCore

@Suite struct TrustedProxyTests {
  @Test(arguments: [
    ("10.0.0.7", "10.0.0.7"), ("10.0.0.7/32", "10.0.0.7"), ("10.0.0.0/8", "10.0.0.0/8"),
    ("192.168.128.0/17", "192.168.128.0/17"),
    ("FD00::/8", "fd00::/8"), ("2001:db8::1", "2001:db8::1"), ("::ffff:10.0.0.7", "10.0.0.7"), ("unix", "unix"),
    ("128.0.0.0/1", "128.0.0.0/1"),
  ])
  func isReadAndSpelled(_ text: String, _ spelling: String) throws {
    let proxy = try #require(TrustedProxy(text))
    #expect(proxy.description == spelling)
    #expect(TrustedProxy(spelling) == proxy)
  }

  @Test(arguments: [
    "", "/", "10", "10.0.0.0/", "10.0.0.0/0", "0.0.0.0/0", "::/0", "10.0.0.0/33", "fd00::/129", "10.0.0.0/08", "10.0.0.0/+8",
    "10.0.0.0/8/8", "10.1.0.0/8", "fd00::1/64", "[::1]", "10.0.0.7:80", "UNIX", "proxy.example", "*", "10.0.0.0/ 8",
  ])
  func isNone(_ text: String) { #expect(TrustedProxy(text) == nil) }

  @Test(arguments: [("10.1.2.3/8", "10.0.0.0/8"), ("fd00:1::1/16", "fd00::/16"), ("10.0.0.0/0", nil), ("x/8", nil)])
  func isMeant(_ text: String, _ meant: String?) { #expect(TrustedProxy.network(meantBy: text)?.description == meant) }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.168.128.0/17", "192.168.127.255", false),
    ("192.168.128.0/17", "192.168.128.1", true), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false),
    ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("10.0.0.0/8", "a00::1", false), ("unix", "127.0.0.1", false),
    ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false),
  ])
  func contains(_ proxy: String, _ address: String, _ isTrusted: Bool) throws {
    let proxies = TrustedProxies([try #require(TrustedProxy(proxy))])
    #expect(proxies.contains(try #require(IPAddress(address))) == isTrusted)
    #expect(proxies.trustsSocket == (proxy == "unix"))
  }

  @Test(arguments: ["127.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::7334"])
  func addressesAreWrittenAsTheyAreRead(_ text: String) { #expect(IPAddress(text)?.description == text) }
}
