import TollgateCore

/// A setting of a fixed name, and whether a running gateway can go by another value of it.
struct ReloadableSetting: Sendable {
  /// Such as `server.limits.body`.
  let name: String
  /// Whether a changed value is in force at once; else from the next start on.
  let isLive: Bool
  private let areEqual: @Sendable (GatewayConfiguration, GatewayConfiguration) -> Bool
  private let copy: @Sendable (GatewayConfiguration, inout GatewayConfiguration) -> Void

  private init<Value: Equatable & SendableMetatype>(
    _ name: String, isLive: Bool, _ get: @escaping @Sendable (GatewayConfiguration) -> Value,
    _ set: @escaping @Sendable (inout GatewayConfiguration, Value) -> Void
  ) {
    self.name = name
    self.isLive = isLive
    areEqual = { get($0) == get($1) }
    copy = { set(&$1, get($0)) }
  }

  /// In force at once.
  static func live<Value: Equatable & SendableMetatype>(
    _ name: String, _ path: any WritableKeyPath<GatewayConfiguration, Value> & Sendable
  ) -> ReloadableSetting {
    ReloadableSetting(name, isLive: true, { $0[keyPath: path] }, { $0[keyPath: path] = $1 })
  }

  /// In force from the next start on.
  static func fixed<Value: Equatable & SendableMetatype>(
    _ name: String, _ path: any WritableKeyPath<GatewayConfiguration, Value> & Sendable
  ) -> ReloadableSetting {
    ReloadableSetting(name, isLive: false, { $0[keyPath: path] }, { $0[keyPath: path] = $1 })
  }

  /// Whether two configurations have the same value of it, also where it is a secret, which is never shown.
  func isEqual(in left: GatewayConfiguration, and right: GatewayConfiguration) -> Bool { areEqual(left, right) }

  /// Makes the value of `source` that of `target`.
  func copy(from source: GatewayConfiguration, to target: inout GatewayConfiguration) { copy(source, &target) }
}

extension ReloadableSetting {
  /// Every setting that `config show` lists: a test sees to it that none is missing.
  static let all: [ReloadableSetting] = [
    .fixed("time_zone", \.timeZone), .live("mode", \.mode),
    .fixed("server.listen", \.server.listen), .fixed("server.public_url", \.server.publicURL),
    .live("server.answer_timeout", \.server.answerTimeout), .fixed("server.limits.body", \.server.limits.body),
    .fixed("server.limits.headers", \.server.limits.headers), .fixed("server.limits.connections", \.server.limits.connections),
    .fixed("server.limits.per_address", \.server.limits.perAddress),
    .fixed("server.tls.certificate", \.server.encryption.certificate), .fixed("server.tls.key", \.server.encryption.key),
    .fixed("server.tls.hsts", \.server.encryption.strictTransport),
    .fixed("server.trusted_proxies", \.server.trustedProxies),
    .fixed("upstream.base_url", \.upstream.baseURL), .fixed("upstream.api_key", \.upstream.apiKey),
    .fixed("upstream.connect_timeout", \.upstream.connectTimeout),
    .fixed("upstream.request_timeout", \.upstream.requestTimeout),
    .live("upstream.max_sending", \.upstream.maxSending), .live("upstream.queue.size", \.upstream.queue.size),
    .live("upstream.queue.deadline", \.upstream.queue.deadline), .live("upstream.max_running", \.upstream.maxRunning),
    .live("upstream.on_unknown", \.upstream.onUnknown), .live("upstream.poll.first", \.upstream.poll.first),
    .live("upstream.poll.factor", \.upstream.poll.factor), .live("upstream.poll.max", \.upstream.poll.max),
    .live("upstream.poll.give_up", \.upstream.poll.giveUp), .fixed("upstream.poll.concurrency", \.upstream.poll.concurrency),
    .live("upstream.breaker.failures", \.upstream.breaker.failures), .live("upstream.breaker.first", \.upstream.breaker.first),
    .live("upstream.breaker.max", \.upstream.breaker.max),
    .fixed("storage.path", \.storage.path),
    .live("cache.scope", \.cache.scope), .live("cache.ttl", \.cache.ttl), .fixed("cache.assets", \.cache.assets),
    .live("cache.mirror_wait", \.cache.mirrorWait), .live("cache.max_size", \.cache.maxSize),
    .live("cache.max_file", \.cache.maxFile), .fixed("cache.memory", \.cache.memory),
    .fixed("retention.minutes", \.retention.minutes), .fixed("retention.ledger", \.retention.ledger),
    .live("budgets.day", \.budgets.day), .live("budgets.month", \.budgets.month), .live("budgets.total", \.budgets.total),
    .live("rate.creates_per_minute", \.rate.createsPerMinute),
    .live("rate.generations_per_minute", \.rate.generationsPerMinute),
    .fixed("callbacks.allow_private_addresses", \.callbacks.allowPrivateAddresses),
    .live("admin.token", \.admin.token), .fixed("metrics.open", \.metrics.open),
    .live("log.level", \.log.level), .fixed("log.format", \.log.format), .fixed("log.requests", \.log.requests),
    .fixed("log.prompts", \.log.prompts),
  ]
}
