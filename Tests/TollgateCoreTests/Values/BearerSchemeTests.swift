import Testing
import TollgateCore

@Suite("The Bearer in front of a key")
struct BearerSchemeTests {
  @Test(
    "is taken off with the blanks around it",
    arguments: [
      ("ak-1", "ak-1", false), (" ak-1\t", "ak-1", false), ("Bearer ak-1", "ak-1", true), ("bEARER \t ak-1 ", "ak-1", true),
      ("Bearer bearer  ak-1", "ak-1", true), ("bearerak-1", "bearerak-1", false), ("Bearer", "", true), ("Bearer ", "", true),
      ("Bearer Bearer", "", true), ("", "", false), ("Basic YTpi", "Basic YTpi", false), ("Bearer a b", "a b", true),
    ])
  func strips(_ text: String, _ token: String, _ wasNamed: Bool) {
    #expect(BearerScheme.strip(text) == (token, wasNamed))
  }
}
