/// URLs by which people try to reach what only a server itself can reach. `PORT` stands for the port of a listener.
package enum HostileURLs {
  /// What is refused by its looks, wherever loopback and private addresses are not allowed.
  package static let literal: [String] =
    addresses.flatMap { ["https://\($0):PORT/latest/meta-data", "http://\($0)/"] } + spellings + shapes + schemes + ports

  /// Names that are refused when they are resolved, to whatever is not allowed.
  package static let names: [String] = [
    "localhost", "LOCALHOST", "localhost.", "app.localhost", "localtest.test", "127.0.0.1.nip.test", "7f000001.test",
    "169.254.169.254.xip.test", "metadata.google.internal", "metadata", "kubernetes.default.svc", "host.docker.internal",
    "xn--80ak6aa92e.test", "a.b.c.d.e.f.test", "under_score.test", "rebind.test",
  ].map { "https://\($0):PORT/hook" }

  /// All of them.
  package static let all = literal + names

  /// The edges and the famous members of every range that is never the internet.
  private static let addresses = [
    "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "100.100.100.200", "127.0.0.1",
    "127.0.0.2", "127.255.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.0", "172.31.255.255",
    "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255",
    "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:10.0.0.1]", "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]", "[::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::7f00:1]",
    "[64:ff9b:1::808:808]", "[100::1]", "[2001::a9fe:a9fe]", "[2001:0:53aa:64c:0:fbb:56bf:5601]", "[2001:1ff:ffff::1]",
    "[2001:db8::1]", "[2002:a9fe:a9fe::]", "[2002:7f00:1::1]", "[2002:808:808::1]", "[3fff::1]", "[3fff:fff:ffff::1]",
    "[fc00::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[fdff:ffff::1]", "[fe80::1]", "[febf::1]", "[fec0::1]", "[feff::1]",
    "[ff02::1]", "[ff0e::1]", "[::2]", "[4000::1]", "[5f00::1]",
  ]

  /// Other spellings of loopback and of a metadata service.
  private static let spellings = [
    "2130706433", "017700000001", "0x7f000001", "0x7F000001", "0x7f.1", "0x7f.0.0.1", "127.1", "127.0.1", "0177.0.0.1",
    "0177.0.0.01", "127.0.0.01", "127.00.0.1", "127.0.0.1.", "127.0.0.1..", "127.0.0.0x1", "+127.0.0.1", "0",
    "00",
    "1", "127.0.0.256", "127.0.0.1.1", "2852039166", "0xa9fea9fe", "169.254.43518", "0251.0376.0251.0376",
    "０１２７.0.0.1", "１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "ⓛocalhost", "lоcalhost", "localhost\u{200B}", "ex\u{AD}ample.test",
    "[::1%25lo]", "[::1%lo]", "[fe80::1%25eth0]", "[::1", "::1", "[[::1]]", "[::ffff:127.1]", "[0x7f.0.0.1]", "[127.0.0.1]",
    "[]",
    "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "localhost%00.test", "localhost%2f.test", "-localhost", "local host", "local..host",
  ].map { "https://\($0):PORT/" }

  /// What readers of URLs take apart differently.
  private static let shapes = [
    "https://user@127.0.0.1:PORT/", "https://user:password@files.test:PORT/", "https://files.test@127.0.0.1:PORT/",
    "https://files.test:443@127.0.0.1:PORT/", "https://127.0.0.1:PORT@files.test/", "https://@127.0.0.1:PORT/",
    "https://files.test\\@127.0.0.1:PORT/", "https://127.0.0.1:PORT\\@files.test/", "https:\\\\127.0.0.1:PORT/",
    "https:/\\127.0.0.1:PORT/", "https:/127.0.0.1:PORT/", "https:127.0.0.1:PORT/", "https:///127.0.0.1:PORT/",
    "https:////127.0.0.1:PORT/", "https://files.test#@127.0.0.1:PORT/ ", "https://127.0.0.1:PORT#@files.test/",
    "https://127.0.0.1:PORT?@files.test/", "https://127.0.0.1\t:PORT/", "https://127.0.0.1:PORT/\r\nHost: files.test",
    "https://files.test/\n", "https://files.test/a b", "\thttps://127.0.0.1:PORT/", " https://127.0.0.1:PORT/",
    "https://127.0.0.1:PORT/\u{0}", "ht\ttps://127.0.0.1:PORT/", "https://127.0.0.1 :PORT/", "https://127.0.0.1:PORT /",
    "https://\u{7F}127.0.0.1:PORT/", "//127.0.0.1:PORT/", "127.0.0.1:PORT/", "https://", "https://:PORT/", "https://?",
    "https://#",
    "https://127.0.0.1:PORT,files.test/", "https://127.0.0.1;files.test/", "https://{127.0.0.1}:PORT/", "https://[::1]PORT/",
    "https://files.test:PORT:PORT/", "HTTPS://127.0.0.1:PORT/", "hTTpS://[::1]:PORT/", "HtTp://127.0.0.1:PORT/",
    "https://127.0.0.1:PORT", "https://127.0.0.1:PORT?x=1", "https://127.0.0.1:PORT#x", "https://127.0.0.1:PORT/..//../x",
  ]

  private static let schemes = [
    "file:///etc/passwd", "gopher://127.0.0.1:PORT/_GET", "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "ftp://127.0.0.1:PORT/", "dict://127.0.0.1:PORT/", "ldap://127.0.0.1:PORT/", "data:text/plain,x", "javascript:alert(1)",
    "jar:https://127.0.0.1:PORT!/", "ws://127.0.0.1:PORT/", "httpss://127.0.0.1:PORT/", "http//127.0.0.1:PORT/",
    "s3://bucket/key", "about:blank", "url:https://127.0.0.1:PORT/", "http://files.test:PORT/",
    "\u{FF48}ttps://127.0.0.1:PORT/",
  ]

  private static let ports = [
    "0", "1", "22", "25", "53", "111", "445", "1023", "65536", "99999999999999999999", "-1", "+443", "0x1bb", "443 ", " 443",
    "４４３", "",
  ]
  .map { "https://files.test:\($0)/" }
}
