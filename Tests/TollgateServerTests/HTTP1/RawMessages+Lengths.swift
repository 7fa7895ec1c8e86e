extension RawMessage {
  /// `Content-Length` and `Transfer-Encoding`.
  static let lengths: [RawMessage] = badLengths + goodLengths + badCodings + goodCodings + bothLengths

  private static let five = "hello"
  private static let chunked = "5\r\nhello\r\n0\r\n\r\n"

  private static let badLengths: [RawMessage] =
    [
      "+5", "-5", "-0", "0x5", "5_0", "1e1", "5.0", "5 5", "5,5", "5, 5", "5;", "five", "", "\"5\"", "0b101", "5 ;q=1", "5\t5",
      "99999999999999999999", "9223372036854775808", "18446744073709551621", "5\u{0}", "5\u{B}", "\u{B2}",
    ].map { .refused(400, create(["Content-Length: \($0)"], five)) }
    + [
      .refused(400, create(["Content-Length: 5", "Content-Length: 5"], five)),
      .refused(400, create(["Content-Length: 5", "content-length: 6"], five)),
      .refused(400, create(["Content-Length: 0", "Content-Length: 5"], five)),
      .refused(400, create(["Content-Length : 5"], five)),
      .refused(400, create(["Content-Length\t: 5"], five)),
      .refused(400, create(["Content-Length:", " 5"], five)),
      .refused(400, create(["Content-Length 5"], five)),
    ]

  private static let goodLengths: [RawMessage] = [
    .served(create(["Content-Length: 5"], five)),
    .served(create(["CONTENT-LENGTH:5"], five)),
    .served(create(["Content-Length: \t 5 \t "], five)),
    .served(create(["Content-Length: 005"], five)),
    .served(create(["Content-Length: 0"])),
    .served(create([]), "no length: no body"),
    .served(create(["Content_Length: 100", "Content-Length: 5"], five)),
    .served(request("GET /job/query?id=1 HTTP/1.1", ["Host: a", "Content-Length: 5"], five)),
    .last(request("POST /job/create HTTP/1.0", ["Content-Length: 5"], five)),
  ]

  private static let badCodings: [RawMessage] =
    [
      "xchunked", "chunkedx", "chunk", "chunked, identity", "identity", "identity, chunked, identity", "\u{B}chunked",
      "chunked ",
      "Chunked\t", "chunked, chunked", "chunked;q=1", "\"chunked\"", "gzip", "chunked, gzip", "", ",", ", chunked", "chunked,",
      "chun\u{0}ked", "chun ked", "chunk\u{E9}d", "chunked\u{7F}",
    ].map { .refused(400, create(["Transfer-Encoding: \($0)"], chunked)) }
    + ["gzip, chunked", "gzip,chunked", "deflate, gzip , chunked", "xchunked, chunked"].map {
      .refused(501, create(["Transfer-Encoding: \($0)"], chunked))
    }
    + [
      .refused(400, create(["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], chunked)),
      .refused(400, create(["Transfer-Encoding: identity", "Transfer-Encoding: chunked"], chunked)),
      .refused(400, create(["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], chunked)),
      .refused(400, create(["Transfer-Encoding : chunked"], chunked)),
      .refused(400, create(["Transfer-Encoding:", " chunked"], chunked)),
      .refused(400, create(["X: y", "\tTransfer-Encoding: chunked"], chunked)),
      .refused(400, request("POST /job/create HTTP/1.0", ["Host: a", "Transfer-Encoding: chunked"], chunked)),
    ]

  private static let goodCodings: [RawMessage] = [
    .served(create(["Transfer-Encoding: chunked"], chunked)),
    .served(create(["transfer-encoding:CHUNKED"], chunked)),
    .served(create(["TE: chunked", "Content-Length: 5"], five)),
    .served(create(["Transfer_Encoding: chunked", "Content-Length: 5"], five)),
    .served(request("GET / HTTP/1.1", ["Host: a", "Transfer-Encoding: chunked"], chunked)),
  ]

  private static let bothLengths: [RawMessage] = [
    .refused(400, create(["Content-Length: 15", "Transfer-Encoding: chunked"], chunked)),
    .refused(400, create(["Transfer-Encoding: chunked", "Content-Length: 15"], chunked)),
    .refused(400, create(["Content-Length: 0", "Transfer-Encoding: chunked"], chunked)),
    .refused(400, create(["Content-Length: 5", "Transfer-Encoding: identity"], five)),
    .refused(400, create(["Content-Length: x", "Transfer-Encoding: chunked"], chunked)),
    .refused(400, request("GET / HTTP/1.1", ["Host: a", "Content-Length: 5", "Transfer-Encoding: gzip, chunked"], chunked)),
  ]
}
