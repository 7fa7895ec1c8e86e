import Testing

@testable import TollgateUpstream

@Suite("A certificate's name and the host that was asked for")
struct ServerIdentityTests {
  @Test(
    arguments: [
      ("example.com", "example.com", true), ("EXAMPLE.com.", "example.com", true), ("example.com", "EXAMPLE.COM.", true),
      ("example.com", "a.example.com", false), ("a.example.com", "example.com", false),
      ("example.com\0.test", "example.com", false),
      ("*.example.com", "a.example.com", true), ("*.EXAMPLE.com", "a.example.com", true),
      ("*.example.com", "example.com", false), ("*.example.com", ".example.com", false),
      ("*.example.com", "a.b.example.com", false), ("a*.example.com", "ab.example.com", false),
      ("a.*.com", "a.example.com", false), ("*", "localhost", false), ("", "localhost", false), ("*.", "localhost", false),
      // The Kelvin sign, which Swift takes for a K.
      ("\u{212A}.test", "k.test", false),
    ])
  func name(presented: String, host: String, matches: Bool) throws {
    let name = try #require(ServerIdentity(host: host).name)
    #expect(ServerIdentity.matches(Array(presented.utf8), name) == matches)
  }

  @Test(arguments: ["127.0.0.1", "::1"])
  func addressIsNoName(host: String) { #expect(ServerIdentity(host: host).name == nil) }
}
