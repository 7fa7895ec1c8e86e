import Testing
import TollgateCore

@testable import TollgateUpstream

@Suite("The upstream key in its header")
struct BearerTokenTests {
  @Test(
    "has exactly one Bearer",
    arguments: [
      "ak-1", "Bearer ak-1", "bearer ak-1", "BEARER   ak-1", " Bearer\tak-1 ", "Bearer Bearer ak-1",
    ])
  func accepts(_ credential: String) throws {
    #expect(try BearerToken(Secret(credential)).headerValue == "Bearer ak-1")
  }

  @Test(
    "is refused where a header cannot carry it",
    arguments: [
      ("", CredentialError.empty), ("  ", .empty), ("Bearer ", .empty), ("bearer", .empty), ("ak-1\n", .unprintable),
      ("ak-1\r\nX-Evil: 1", .unprintable), ("ak\u{0}1", .unprintable), ("ak-é", .unprintable), ("ak 1", .unprintable),
      ("ak\u{7F}", .unprintable), (String(repeating: "a", count: 4097), .tooLong),
    ])
  func refuses(_ credential: String, _ expected: CredentialError) {
    #expect(throws: expected) { try BearerToken(Secret(credential)) }
  }

  @Test("begins with Bearer without being it")
  func longerWord() throws {
    #expect(try BearerToken(Secret("bearerak-1")).headerValue == "Bearer bearerak-1")
  }
}
