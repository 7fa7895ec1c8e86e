import Foundation
import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct OverrideTests {
  /// Each setting of a fixed name, a value that is not its default, and whether that arrived.
  static let overrides: [(String, String, @Sendable (GatewayConfiguration) -> Bool)] = [
    ("TOLLGATE_TIME_ZONE", "Asia/Tokyo", { $0.timeZone.identifier == "Asia/Tokyo" }),
    ("TOLLGATE_MODE", "replay", { $0.mode == .replay }),
    ("TOLLGATE_SERVER_LISTEN", "[::1]:9", { $0.server.listen.description == "[::1]:9" }),
    ("TOLLGATE_SERVER_PUBLIC_URL", "http://x", { $0.server.publicURL?.host == "x" }),
    ("TOLLGATE_SERVER_ANSWER_TIMEOUT", "1s", { $0.server.answerTimeout == .seconds(1) }),
    ("TOLLGATE_SERVER_LIMITS_BODY", "2MB", { $0.server.limits.body.bytes == 2_000_000 }),
    ("TOLLGATE_SERVER_LIMITS_HEADERS", "8KiB", { $0.server.limits.headers.bytes == 8192 }),
    ("TOLLGATE_SERVER_LIMITS_CONNECTIONS", "7", { $0.server.limits.connections == 7 }),
    ("TOLLGATE_SERVER_LIMITS_PER_ADDRESS", "8", { $0.server.limits.perAddress == 8 }),
    ("TOLLGATE_SERVER_TLS_CERTIFICATE", "/c.pem", { $0.server.encryption.certificate == "/c.pem" }),
    ("TOLLGATE_SERVER_TLS_KEY", "/k.pem", { $0.server.encryption.key == "/k.pem" }),
    ("TOLLGATE_SERVER_TLS_HSTS", "365d", { $0.server.encryption.strictTransport == .seconds(31_536_000) }),
    ("TOLLGATE_SERVER_TRUSTED_PROXIES", "10.0.0.0/8", { $0.server.trustedProxies == [TrustedProxy("10.0.0.0/8")] }),
    ("TOLLGATE_UPSTREAM_BASE_URL", "http://y:1", { $0.upstream.baseURL.description == "http://y:1" }),
    ("TOLLGATE_UPSTREAM_API_KEY", "ak-9$x", { $0.upstream.apiKey?.reveal() == "ak-9$x" }),
    ("TOLLGATE_UPSTREAM_CONNECT_TIMEOUT", "2s", { $0.upstream.connectTimeout == .seconds(2) }),
    ("TOLLGATE_UPSTREAM_REQUEST_TIMEOUT", "3s", { $0.upstream.requestTimeout == .seconds(3) }),
    ("TOLLGATE_UPSTREAM_MAX_SENDING", "4", { $0.upstream.maxSending == 4 }),
    ("TOLLGATE_UPSTREAM_QUEUE_SIZE", "5", { $0.upstream.queue.size == 5 }),
    ("TOLLGATE_UPSTREAM_QUEUE_DEADLINE", "6s", { $0.upstream.queue.deadline == .seconds(6) }),
    ("TOLLGATE_UPSTREAM_MAX_RUNNING", "7", { $0.upstream.maxRunning == 7 }),
    ("TOLLGATE_UPSTREAM_ON_UNKNOWN", "resend", { $0.upstream.onUnknown == .resend }),
    ("TOLLGATE_UPSTREAM_POLL_FIRST", "7s", { $0.upstream.poll.first == .seconds(7) }),
    ("TOLLGATE_UPSTREAM_POLL_FACTOR", "2", { $0.upstream.poll.factor == 2 }),
    ("TOLLGATE_UPSTREAM_POLL_MAX", "8s", { $0.upstream.poll.max == .seconds(8) }),
    ("TOLLGATE_UPSTREAM_POLL_GIVE_UP", "9m", { $0.upstream.poll.giveUp == .seconds(540) }),
    ("TOLLGATE_UPSTREAM_BREAKER_FAILURES", "unlimited", { $0.upstream.breaker.failures == nil }),
    ("TOLLGATE_UPSTREAM_BREAKER_FIRST", "250ms", { $0.upstream.breaker.first == .milliseconds(250) }),
    ("TOLLGATE_UPSTREAM_BREAKER_MAX", "1m", { $0.upstream.breaker.max == .seconds(60) }),
    ("TOLLGATE_UPSTREAM_POLL_CONCURRENCY", "10", { $0.upstream.poll.concurrency == 10 }),
    ("TOLLGATE_STORAGE_PATH", "/x", { $0.storage.path == "/x" }),
    ("TOLLGATE_CACHE_SCOPE", "key", { $0.cache.scope == .key }),
    ("TOLLGATE_CACHE_TTL", "1d", { $0.cache.ttl == .limited(.seconds(86_400)) }),
    ("TOLLGATE_CACHE_ASSETS", "passthrough", { $0.cache.assets == .passthrough }),
    ("TOLLGATE_CACHE_MIRROR_WAIT", "5s", { $0.cache.mirrorWait == .seconds(5) }),
    ("TOLLGATE_CACHE_MAX_SIZE", "1GB", { $0.cache.maxSize == ByteCount(bytes: 1_000_000_000) }),
    ("TOLLGATE_CACHE_MAX_FILE", "1MB", { $0.cache.maxFile == ByteCount(bytes: 1_000_000) }),
    ("TOLLGATE_CACHE_MEMORY", "1MiB", { $0.cache.memory == .mebibytes(1) }),
    ("TOLLGATE_RETENTION_MINUTES", "forever", { $0.retention.minutes == .forever }),
    ("TOLLGATE_RETENTION_LEDGER", "400d", { $0.retention.ledger == .limited(.seconds(400 * 86_400)) }),
    ("TOLLGATE_BUDGETS_DAY", "20", { $0.budgets.day == Money("20") }),
    ("TOLLGATE_BUDGETS_MONTH", "500.00", { $0.budgets.month == Money("500") }),
    ("TOLLGATE_BUDGETS_TOTAL", "0.00", { $0.budgets.total == .zero }),
    ("TOLLGATE_RATE_CREATES_PER_MINUTE", "600", { $0.rate.createsPerMinute == 600 }),
    ("TOLLGATE_RATE_GENERATIONS_PER_MINUTE", "30", { $0.rate.generationsPerMinute == 30 }),
    ("TOLLGATE_CALLBACKS_ALLOW_PRIVATE_ADDRESSES", "true", { $0.callbacks.allowPrivateAddresses }),
    ("TOLLGATE_ADMIN_TOKEN", "0123456789abcdef", { $0.admin.token?.reveal() == "0123456789abcdef" }),
    ("TOLLGATE_LOG_LEVEL", "debug", { $0.log.level == .debug }),
    ("TOLLGATE_METRICS_OPEN", "true", { $0.metrics.open }),
    ("TOLLGATE_LOG_FORMAT", "text", { $0.log.format == .text }),
    ("TOLLGATE_LOG_REQUESTS", "none", { $0.log.requests == .none }),
    ("TOLLGATE_LOG_PROMPTS", "true", { $0.log.prompts }),
  ]

  @Test(arguments: overrides)
  func overridden(_ name: String, _ value: String, _ arrived: @Sendable (GatewayConfiguration) -> Bool) throws {
    #expect(!arrived(.defaults))
    var environment = [name: value]
    if name.contains("_TLS_") {
      // One without the other is refused.
      environment.merge(["TOLLGATE_SERVER_TLS_CERTIFICATE": "/a", "TOLLGATE_SERVER_TLS_KEY": "/b"]) { given, _ in given }
    }
    let configuration = try parse("", environment)
    #expect(arrived(configuration))
    let setting = name.dropFirst("TOLLGATE_".count)
    #expect(configuration.rendered().contains("# \(name)\n"), "\(setting)")
  }

  @Test func everySettingIsInTheTable() {
    let lines = GatewayConfiguration.defaults.rendered().split(separator: "\n").filter { $0.contains("# default") }
    #expect(lines.count == Self.overrides.count)
  }

  @Test func theEnvironmentBeatsTheFile() throws {
    let configuration = try parse("server: {listen: 'nonsense ${NONE}'}", ["TOLLGATE_SERVER_LISTEN": "a:1"])
    #expect(configuration.server.listen.description == "a:1")
    #expect(configuration.origin(of: "server.listen") == .environment("TOLLGATE_SERVER_LISTEN"))
  }

  @Test func valuesAreTakenLiterally() throws {
    #expect(try parse("", ["TOLLGATE_STORAGE_PATH": "a$b${C}"]).storage.path == "a$b${C}")
    #expect(try parse("server: {public_url: 'http://x'}", ["TOLLGATE_SERVER_PUBLIC_URL": ""]).server.publicURL == nil)
    #expect(problems("", ["TOLLGATE_MODE": ""]) == ["TOLLGATE_MODE: mode has no value; it must be one of live, replay."])
  }

  @Test func origins() throws {
    let configuration = try parse("mode: live\nserver:\n  listen: a:1", ["SHORTAPI_KEY": "ak"])
    #expect(configuration.origin(of: "server.listen") == .file(SourceLocation(file: "gateway.yaml", line: 3)))
    #expect("\(configuration.origin(of: "server.listen"))" == "gateway.yaml:3")
    #expect(configuration.origin(of: "upstream.api_key") == .environment("SHORTAPI_KEY"))
    #expect(configuration.origin(of: "cache.ttl") == .builtIn)
    #expect(configuration.origin(of: "no.such") == .builtIn)
  }

  @Test(arguments: [
    ("TOLLGATE_SERVER_LISTN", "TOLLGATE_SERVER_LISTN names no setting; did you mean TOLLGATE_SERVER_LISTEN?"),
    (
      "TOLLGATE_BUDGET",
      "TOLLGATE_BUDGET names no setting; did you mean TOLLGATE_BUDGETS_DAY?"
    ),
    (
      "TOLLGATE_BUDGETS_WEEK",
      """
      TOLLGATE_BUDGETS_WEEK names no setting; unset it, or use one of TOLLGATE_BUDGETS_DAY, TOLLGATE_BUDGETS_MONTH, \
      TOLLGATE_BUDGETS_TOTAL.
      """
    ),
    (
      "TOLLGATE_LISTEN",
      "TOLLGATE_LISTEN names no setting; unset it, or look for the setting's name with `tollgate config show`."
    ),
    (
      "TOLLGATE_STORAGE_DIRECTORY",
      "TOLLGATE_STORAGE_DIRECTORY names no setting; unset it, or use one of TOLLGATE_STORAGE_PATH."
    ),
    (
      "TOLLGATE_LOG_SINK",
      "TOLLGATE_LOG_SINK names no setting; unset it, or use one of TOLLGATE_LOG_LEVEL, TOLLGATE_LOG_FORMAT, TOLLGATE_LOG_REQUESTS, TOLLGATE_LOG_PROMPTS."
    ),
    (
      "TOLLGATE_KEYS_0_NAME",
      "TOLLGATE_KEYS_0_NAME names no setting; unset it, or look for the setting's name with `tollgate config show`."
    ),
  ])
  func namesNoSetting(_ name: String, _ sentence: String) {
    #expect(problems("", [name: "1"]) == [sentence])
  }

  /// Used by tests, or put into containers by Kubernetes and Docker beside a service called tollgate.
  @Test(arguments: [
    ("TOLLGATE_TEST_SEED", "1"), ("TOLLGATE_JSON_VECTORS", "/x"), ("TOLLGATE_PORT", "tcp://10.0.0.1:8080"),
    ("TOLLGATE_SERVICE_HOST", "10.0.0.1"), ("TOLLGATE_SERVICE_PORT", "8080"), ("TOLLGATE_SERVICE_PORT_HTTP", "8080"),
    ("TOLLGATE_PORT_8080_TCP", "tcp://10.0.0.1:8080"), ("TOLLGATE_PORT_8080_TCP_ADDR", "10.0.0.1"),
    ("TOLLGATE_PORT_8080_TCP_PORT", "8080"), ("TOLLGATE_PORT_8080_TCP_PROTO", "tcp"), ("TOLLGATE", "x"), ("OTHER_MODE", "x"),
  ])
  func reserved(_ name: String, _ value: String) {
    #expect(problems("", [name: value]) == [])
  }

  @Test func aPortOfOnesOwnIsNotReserved() { #expect(problems("", ["TOLLGATE_PORT": "8080"]).count == 1) }

  @Test func variablesThatTheFileUsesAreNoOverrides() {
    #expect(problems("storage: {path: '${TOLLGATE_DATA}'}", ["TOLLGATE_DATA": "/x"]) == [])
  }
}
