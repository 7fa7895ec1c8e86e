extension RawMessage {
  /// Targets, paths and `Host`.
  static let targets: [RawMessage] =
    [
      "a/#", "a#b", "a@b", "user:pw@a", "[::1", "::1", "[]", "[::1]x", "[::1]:x", "[g::1]", "[1]", "a:99999", "a:65536", "a:-1",
      "a:+1",
      "a:8080:1", "a:80 ", "", "a b", "a,b", "a/b", "/", "http://a", "a?b", "a\\b", "a%20b", "a\u{0}", "\u{E9}", "a\"", "<a>",
      "a;b",
      "a\tb", String(repeating: "a", count: 256),
    ].map { $0 == "a:80 " ? .served(get("/", "Host: \($0)")) : .refused(400, get("/", "Host: \($0)")) }
    + [
      .refused(400, request("GET / HTTP/1.1", []), "no Host"),
      .refused(400, request("GET / HTTP/1.1", ["Host: a", "Host: a"])),
      .refused(400, request("GET / HTTP/1.1", ["Host: a", "hOST: b"])),
      .refused(400, request("GET / HTTP/1.0", ["Host: a", "Host: b"])),
      .refused(400, request("GET / HTTP/1.0", ["Host: a@b"])),
    ]
    + ["a:80", "A.B-c_d.e.:8080", "127.0.0.1:1", "[::1]", "[::ffff:1.2.3.4]:65535", "a:"].map {
      .served(get("/", "Host: \($0)"))
    }
    + [
      "http://b/", "http://a:80/", "https://a/", "ftp://a/", "http:/a", "http:a", "http://", "http:///", "http://user@a/",
      "http://a@b/",
      "http://a#", "a", "a/b", "a:80", "*", "?", "?a=b", "#", "/#", "/a#b", "/\\", "\\", "/a\u{0}", "/a\u{7F}", "/\u{E9}",
      "/a\tb", "//b@a#",
      "http://a\\@b/", "javascript:x", "//",
    ].map { $0 == "//" ? .served(get($0)) : .refused(400, get($0)) }
    + [
      "/", "//hello", "/./", "/../admin", "/%2e%2e/admin", "/%2f", "/%00", "/%zz", "/a;x", "/a/", "/A", "/%C0%AF", "/?",
      "/??a=b&c",
      "/-/../-/health/live", "http://a/", "http://a", "HTTP://A/x?y", "http://a?x", "/http://b/",
    ].map { .served(get($0)) }

  /// `Expect`, `Upgrade`, and methods for proxies.
  static let expectations: [RawMessage] = [
    .refused(417, create(["Expect: x", "Content-Length: 2"], "{}")),
    .refused(417, create(["Expect: 100-continue, x", "Content-Length: 2"], "{}")),
    .refused(417, create(["Expect: 100-continue", "Expect: 200-ok", "Content-Length: 2"], "{}")),
    .refused(417, create(["Expect:", "Content-Length: 2"], "{}")),
    .refused(417, request("GET / HTTP/1.1", ["Host: a", "Expect: 100-continued"])),
    .served(create(["Expect: 100-continue"])),
    .last(request("POST /job/create HTTP/1.0", ["Expect: 100-continue", "Content-Length: 2"], "{}")),
    .served(
      request("GET / HTTP/1.1", ["Host: a", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMA"])),
    .served(request("GET / HTTP/1.1", ["Host: a", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: x"])),
    .refused(405, request("TRACE / HTTP/1.1", ["Host: a"])),
    .refused(405, request("TRACE / HTTP/1.1", ["Host: a", "Max-Forwards: 0"])),
    .refused(405, request("CONNECT a:443 HTTP/1.1", ["Host: a:443"])),
    .refused(405, request("CONNECT / HTTP/1.1", ["Host: a"])),
    .refused(405, request("OPTIONS * HTTP/1.1", ["Host: a"])),
    .served(request("OPTIONS / HTTP/1.1", ["Host: a"])),
  ]

  private static func get(_ target: String, _ host: String = "Host: a") -> String {
    request("GET \(target) HTTP/1.1", [host])
  }
}
