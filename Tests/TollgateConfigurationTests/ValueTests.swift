import Foundation
import Testing
import TollgateConfiguration
import TollgateCore

/// Every kind of value, in each of its spellings.
@Suite struct ValueTests {
  @Test(arguments: [
    ("1ms", Duration.milliseconds(1)), ("250ms", .milliseconds(250)), ("5s", .seconds(5)), ("10m", .seconds(600)),
    ("1h", .seconds(3600)), ("060s", .seconds(60)),
  ])
  func duration(_ text: String, _ value: Duration) throws {
    #expect(try parse("server: {answer_timeout: \(text)}").server.answerTimeout == value)
  }

  @Test func longDurations() throws {
    #expect(try parse("upstream: {poll: {give_up: 30d}}").upstream.poll.giveUp == .seconds(2_592_000))
    #expect(try parse("upstream: {poll: {give_up: 12h}}").upstream.poll.giveUp == .seconds(43_200))
    #expect(try parse("cache: {ttl: 36500d}").cache.ttl == .limited(.seconds(3_153_600_000)))
  }

  @Test(arguments: [
    "25", "s", "1.5s", "-1s", "+1s", "1 s", "1S", "1sec", "1h30m", "0s", "0ms", "2h", "٣s", "99999999999999999999s",
    "9223372036854775807d",
  ])
  func noDuration(_ text: String) {
    #expect(problems("server: {answer_timeout: '\(text)'}").count == 1)
  }

  @Test(arguments: [
    ("1024B", 1024), ("2KB", 2000), ("64KB", 64_000), ("64KiB", 65_536), ("3MB", 3_000_000), ("16MiB", 16_777_216),
    ("1GB", 1_000_000_000), ("1GiB", 1_073_741_824), ("512MiB", 536_870_912),
  ])
  func size(_ text: String, _ bytes: Int) throws {
    #expect(try parse("server: {limits: {body: \(text)}}").server.limits.body == ByteCount(bytes: bytes))
  }

  @Test(arguments: ["1024", "1KB", "2GiB", "1TB", "16mb", "16Mib", "1.5MB", "-1KB", "MB", "1 MB", "9223372036854775807TB"])
  func noSize(_ text: String) {
    #expect(problems("server: {limits: {body: '\(text)'}}").count == 1)
  }

  @Test(arguments: [
    ("127.0.0.1:8080", "127.0.0.1", 8080, true), ("127.9.9.9:1", "127.9.9.9", 1, true), ("0.0.0.0:80", "0.0.0.0", 80, false),
    ("[::1]:65535", "::1", 65_535, true), ("[0:0::1]:1", "0:0::1", 1, true), ("[::]:1", "::", 1, false),
    ("[::ffff:127.0.0.1]:1", "::ffff:127.0.0.1", 1, true), ("[::ffff:10.0.0.1]:1", "::ffff:10.0.0.1", 1, false),
    ("localhost:1", "localhost", 1, true), ("LocalHost:1", "localhost", 1, true),
    ("media.example.com:1", "media.example.com", 1, false),
  ])
  func listenAddress(_ text: String, _ host: String, _ port: Int, _ isLoopback: Bool) throws {
    let address = try parse("server: {listen: '\(text)'}").server.listen
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.isLoopback == isLoopback)
    #expect(address.description == text.lowercased())
  }

  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:080", "127.0.0.1:+1", "127.1:80", "1.2.3.256:1",
    "1.2.3.4.5:1",
    "01.2.3.4:1", "::1:8080", "[::1]", "[::1", "[::1]8080", "[127.0.0.1]:1", "[::1%lo]:1", ":8080", "a b:1", "-a:1", "a-:1",
    "a..b:1",
    "http://a:1", "*:1", "ä:1",
  ])
  func noListenAddress(_ text: String) {
    #expect(problems("server: {listen: '\(text)'}").count == 1)
  }

  @Test(arguments: [
    ("https://api.shortapi.ai", "https://api.shortapi.ai"), ("https://api.shortapi.ai/", "https://api.shortapi.ai"),
    ("HTTPS://API.ShortAPI.ai:443//", "https://api.shortapi.ai"), ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
    ("http://x:80", "http://x"), ("http://x:443", "http://x:443"), ("http://[::1]:8081/a/b/", "http://[::1]:8081/a/b"),
    ("https://api.shortapi.ai/api/v1", "https://api.shortapi.ai"), ("https://x/proxy/api/v1/", "https://x/proxy"),
    ("https://x/proxy", "https://x/proxy"), ("https://x/my-api/v1", "https://x/my-api/v1"),
  ])
  func baseURL(_ text: String, _ normalised: String) throws {
    #expect(try parse("upstream: {base_url: '\(text)'}").upstream.baseURL.description == normalised)
  }

  @Test(arguments: [
    "api.shortapi.ai", "ftp://x", "https:/x", "https://", "https:///a", "https://u@x", "https://u:p@x", "https://x?q",
    "https://x/#f",
    "https://x/a b", "https://x/../a", "https://x/./a", "https://x//a", "https://x/%2e", "https://x\\a", "https://x:0",
    "https://x:a",
    "https://ä.de", " https://x", "https://1.2.3", "https://[::1",
  ])
  func noBaseURL(_ text: String) {
    #expect(problems("upstream: {base_url: '\(text)'}").count == 1)
  }

  @Test func partsOfAnAddress() throws {
    let plain = try parse("upstream: {base_url: 'http://[::1]/p'}").upstream.baseURL
    #expect(!plain.isSecure && plain.host == "::1" && plain.port == nil && plain.path == "/p")
    #expect(plain.authority == "[::1]")
    let secure = try parse("upstream: {base_url: 'https://x'}").upstream.baseURL
    #expect(secure.isSecure && secure.port == nil && secure.authority == "x")
  }

  @Test(
    arguments: [("null", nil), ("", nil), ("https://media.example.com/", "https://media.example.com")] as [(String, String?)])
  func publicURL(_ text: String, _ expected: String?) throws {
    #expect(try parse("server: {public_url: \(text)}").server.publicURL?.description == expected)
  }

  @Test(
    arguments: [
      ("ak-1", "ak-1"), ("Bearer ak-1", "ak-1"), ("bearer ak-1", "ak-1"), ("''", nil), ("null", nil),
      ("'Bearer ${NONE:-}'", nil),
    ] as [(String, String?)])
  func upstreamKey(_ text: String, _ expected: String?) throws {
    let key = try parse("upstream: {api_key: \(text)}", ["SHORTAPI_KEY": "other"]).upstream.apiKey
    #expect(key?.reveal() == expected)
  }

  @Test(arguments: ["a b", "'***'", "\"a\\nb\"", "ä", "Bearer a b"])
  func noUpstreamKey(_ text: String) {
    let problems = problems("upstream: {api_key: \(text)}")
    #expect(problems.count == 1 && problems[0].hasPrefix("gateway.yaml:1: upstream.api_key must be one or more visible ASCII"))
  }

  @Test func upstreamKeyComesFromItsVariable() throws {
    #expect(try parse("", ["SHORTAPI_KEY": "Bearer ak-1"]).upstream.apiKey?.reveal() == "ak-1")
    #expect(try parse("", ["SHORTAPI_KEY": ""]).upstream.apiKey == nil)
    #expect(problems("", ["SHORTAPI_KEY": "a b"]).map { $0.prefix(35) } == ["SHORTAPI_KEY: upstream.api_key must"])
  }

  @Test(arguments: [("1", 1.0), ("1.5", 1.5), ("10", 10), ("2.000000001", 2.000_000_001)])
  func factor(_ text: String, _ value: Double) throws {
    #expect(try parse("upstream: {poll: {factor: \(text)}}").upstream.poll.factor == value)
  }

  @Test(arguments: ["0.99", "10.1", "1e1", "nan", "inf", "-2", "0x2", "1_0"])
  func noFactor(_ text: String) {
    #expect(problems("upstream: {poll: {factor: \(text)}}").count == 1)
  }

  @Test(arguments: ["0", "10001", "-1", "+1", "1.0", "1e2", "1_000", "0x10", "sixty"])
  func noWholeNumber(_ text: String) {
    #expect(problems("upstream: {max_sending: \(text)}").count == 1)
  }

  @Test func timeZones() throws {
    #expect(try parse("time_zone: Europe/Berlin").timeZone.identifier == "Europe/Berlin")
    #expect(try parse("time_zone: UTC") == .defaults)
    #expect(problems("time_zone: ../../etc/passwd").count == 1)
    #expect(problems("time_zone: Mars/Olympus").count == 1)
  }

  @Test(arguments: ["''", "\"a\\0b\"", "~/x", "\"a\\nb\""])
  func noPath(_ text: String) {
    #expect(problems("storage: {path: \(text)}").count == 1)
  }
}
