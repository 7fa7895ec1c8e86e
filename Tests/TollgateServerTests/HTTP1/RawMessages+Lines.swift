extension RawMessage {
  private static let host = ["Host: gateway.test"]

  /// Request lines.
  static let requestLines: [RawMessage] =
    [
      "GET / HTTP/1.1x", "GET / HTTP/1.10", "GET / HTTP/01.1", "GET / http/1.1", "GET / HTTP/1,1", "GET / HTTP/1.",
      "GET / HTTP/1",
      "GET / HTTP /1.1", "GET / HTTPS/1.1", "GET / ICAP/1.0", "GET /", "GET", "GET  / HTTP/1.1", "GET /  HTTP/1.1",
      "GET / HTTP/1.1 ", " GET / HTTP/1.1", "\tGET / HTTP/1.1", "GET\t/\tHTTP/1.1", "GET / a HTTP/1.1", "/ HTTP/1.1",
      "HTTP/1.1",
      "get / HTTP/1.1", "Get / HTTP/1.1", "GET\u{0} / HTTP/1.1", "G\u{C9}T / HTTP/1.1", "GE(T / HTTP/1.1", "GET: / HTTP/1.1",
      "GET /\u{B} HTTP/1.1", "GET / HTTP/1.1\r", "GET /\r HTTP/1.1", "\u{16}\u{3}\u{1}\u{2}", "SSH-2.0-x", "\"GET\" / HTTP/1.1",
    ].map { .refused(400, request($0, host)) }
    + ["HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9"].map { .refused(505, request("GET / \($0)", host)) }
    + [
      .refused(400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
      .refused(400, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
      .refused(400, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
      .refused(400, "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
      .refused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
      .refused(400, request(String(repeating: "M", count: 1024) + " / HTTP/1.1", host), "a method of 1 KB"),
      .refused(414, request("GET /" + String(repeating: "x", count: 8192) + " HTTP/1.1", host), "a path that is too long"),
      .refused(414, String(repeating: "M", count: 20_000), "a line without end"),
      .served("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
      .served(request("PROPFIND / HTTP/1.1", host)),
      .served(request("GET /" + String(repeating: "x", count: 8191) + " HTTP/1.1", host), "the longest path"),
      .last(request("GET / HTTP/1.0", [])),
      .last(request("GET / HTTP/1.0", ["Connection: keep-alive"])),
    ]

  /// Names and values of fields, and `Connection`.
  static let fields: [RawMessage] =
    [
      "X : y", "X\t: y", " X: y", "\tX: y", ": y", ":", "X", "X y", "X\u{0}: y", "X\u{7F}: y", "X\u{E9}: y", "X(: y",
      "\"X\": y",
      "X@: y", "X/: y", "X[]: y", "X{}: y", "X,: y", "X;: y", "X=: y", "X\\: y", "X<>: y", "X?: y", "X\u{B}: y", "X: \u{0}",
      "X: a\u{0}b", "X: \u{1}", "X: \u{B}", "X: \u{1B}[31m", "X: \u{7F}", "X: \u{80}", "X: \u{E9}", "X: \u{FF}", "X: a\rb",
      "X: a\r", "X: a\r\r", "X: a\r\n folded", "X: a\r\n\tfolded", "\rX: y", "X: y\r\n\r", "X: y\nZ: a", "X: y\n", "\nX: y",
      "X: y\r\n\r\u{0}",
    ].map { .refused(400, request("GET / HTTP/1.1", host + [$0])) }
    + [
      .refused(400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
      .refused(400, "GET / HTTP/1.1\r\nHost: a\r\n\rX\r\n\r\n", "CR LF CR X ends no head"),
      .refused(400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
      .refused(400, "GET / HTTP/1.1\nHost: a\n\n"),
      .refused(431, request("GET / HTTP/1.1", host + ["X: " + String(repeating: "y", count: 16_384)]), "a field too long"),
      .refused(
        431, request("GET / HTTP/1.1", host + (0..<3).map { "X\($0): " + String(repeating: "y", count: 15_000) }),
        "all fields too long"),
      .refused(431, request("GET / HTTP/1.1", host + (0..<100).map { "X\($0): y" }), "101 fields"),
      .refused(431, request("GET / HTTP/1.1", host + Array(repeating: "a:", count: 70_000)), "70,000 fields"),
      .refused(431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "y", count: 40_000), "a field without end"),
      .served(request("GET / HTTP/1.1", host + (0..<99).map { "X\($0): y" }), "100 fields"),
      .served(
        request("GET / HTTP/1.1", host + ["X:", "Y: ", "Z:\t \t", "!#$%&'*+-.^_`|~09aZ: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"])),
      .served(request("GET / HTTP/1.1", host + ["X:y", "X:  y  ", "x: a\tb"])),
      .served(request("GET / HTTP/1.1", host + ["X: " + String(repeating: "y", count: 16_000)]), "a long field"),
      .last(request("GET / HTTP/1.1", host + ["Connection: close"])),
      .last(request("GET / HTTP/1.1", host + ["Connection: Close"])),
      .last(request("GET / HTTP/1.1", host + ["connection: keep-alive ,\tCLOSE, x"])),
      .last(request("GET / HTTP/1.1", host + ["Connection: keep-alive", "Connection: close"])),
      .served(request("GET / HTTP/1.1", host + ["Connection: keep-alive"])),
      .served(request("GET / HTTP/1.1", host + ["Connection: closed, xclose, close-x, \"close\""])),
    ]
}
