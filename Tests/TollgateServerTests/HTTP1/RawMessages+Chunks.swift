extension RawMessage {
  /// Chunked bodies.
  static let chunks: [RawMessage] = badSizes + badEnds + badExtensions + badTrailers + good

  private static func chunked(_ body: String) -> String { create(["Transfer-Encoding: chunked"], body) }

  private static let badSizes: [RawMessage] = [
    "0x5", "5_0", "+5", "-5", "", " 5", "5 ", "5\t", "g", "5h", "5.", "5,", "000000005", "00000000000000005",
    "10000000000000005", "fffffffff", "ffffffffffffffff", "5\u{0}", "\u{0}5", "5\u{B}", "\u{B2}", "\"5\"", "5:", "5=a",
  ].map { .refused(400, chunked("\($0)\r\nhello\r\n0\r\n\r\n")) }

  private static let badEnds: [RawMessage] = [
    "5\nhello\r\n0\r\n\r\n", "5\rhello\r\n0\r\n\r\n", "5\r\rhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n",
    "5\r\nhello\r0\r\n\r\n", "5\r\nhello!\r\n0\r\n\r\n", "4\r\nhello\r\n0\r\n\r\n", "6\r\nhello\r\n0\r\n\r\n",
    "5\r\nhello\r\n\r\n0\r\n\r\n", "5\r\nhello\r\n0\n\n", "5\r\nhello\r\n0\r\n\n", "5\r\nhello\r\n0\n\r\n",
    "5\r\nhello\r\n0\r\n\r\r\n",
  ].map { .refused(400, chunked($0)) }

  private static let badExtensions: [RawMessage] =
    [
      ";", ";;", ";a;", ";a=", ";=a", "; a", ";a =b", ";a= b", ";a=b c", ";a=\"b", ";a=\"b\\\"", ";a=\"b\"c", ";a\u{0}",
      ";a=\u{E9}",
      ";a\rb", ";a=\"\n\"", " ;a=b", ";a,b", ";" + String(repeating: "a", count: 260),
    ].map { .refused(400, chunked("5\($0)\r\nhello\r\n0\r\n\r\n")) }
    + [
      .refused(
        400, chunked(String(repeating: "1;" + String(repeating: "a", count: 200) + "\r\nx\r\n", count: 100) + "0\r\n\r\n"),
        "extensions without end")
    ]

  private static let badTrailers: [RawMessage] =
    ["X", "X y", " X: y", "X : y", ": y", "X: \u{0}", "X: \u{E9}", "X: y\rZ: a"].map {
      .refused(400, chunked("5\r\nhello\r\n0\r\n\($0)\r\n\r\n"))
    }
    + [
      .refused(
        431, chunked("0\r\nX: " + String(repeating: "y", count: 17_000) + "\r\n\r\n"), "a trailer that is too long"),
      .refused(431, chunked("0\r\n" + String(repeating: "X: y\r\n", count: 101) + "\r\n"), "too many trailers"),
    ]

  private static let good: [RawMessage] = [
    "05\r\nhello\r\n00\r\n\r\n", "00000005\r\nhello\r\n00000000\r\n\r\n",
    "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "0\r\n\r\n", "A\r\nhellohello\r\n0\r\n\r\n", "a\r\nhello\r\n0\r\n\r\n0\r\n\r\n",
    "5;a\r\nhello\r\n0\r\n\r\n", "5;a=b;c\r\nhello\r\n0;last\r\n\r\n", "5;a=\"b;\\\"c\"\r\nhello\r\n0\r\n\r\n",
    "5\r\nhello\r\n0\r\nContent-Length: 9\r\nHost: evil\r\nAuthorization: Bearer x\r\nTransfer-Encoding: gzip\r\n\r\n",
  ].map { .served(chunked($0)) }
}
