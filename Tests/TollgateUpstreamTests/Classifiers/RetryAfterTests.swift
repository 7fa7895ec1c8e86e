import Testing
import TollgateCore

@testable import TollgateUpstream

@Suite("Retry-After")
struct RetryAfterTests {
  /// 1994-11-06T08:49:37Z.
  private static let now = Timestamp(millisecondsSince1970: 784_111_777_000)

  @Test(
    "seconds or a date, at most an hour",
    arguments: [
      ("0", Duration.zero), ("1", .seconds(1)), ("120", .seconds(120)), ("3600", .seconds(3600)), ("3601", .seconds(3600)),
      ("99999999999999999999", .seconds(3600)), ("Sun, 06 Nov 1994 08:49:37 GMT", .zero),
      ("Sun, 06 Nov 1994 08:50:37 GMT", .seconds(60)), ("Sun, 06 Nov 1994 08:00:00 GMT", .zero),
      ("Thu, 01 Jan 1970 00:00:00 GMT", .zero), ("Fri, 29 Feb 2030 12:00:00 GMT", .seconds(3600)),
    ])
  func reads(_ header: String, _ wait: Duration) {
    #expect(RetryAfter.parse(header, now: Self.now) == wait)
  }

  @Test(
    "anything else says nothing",
    arguments: [
      nil, "", " ", "-1", "+1", "1.5", "1s", "soon", "٣", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 94 08:49:37 GMT",
      "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 8:49:37 GMT", "Sun Nov  6 08:49:37 1994", String(repeating: "9", count: 65),
    ])
  func ignores(_ header: String?) {
    #expect(RetryAfter.parse(header, now: Self.now) == nil)
  }
}
