import Foundation
import Logging
import TollgateConfiguration
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTelemetry
import TollgateUpstream

extension GatewayConfiguration {
  /// What the file says to the engine.
  var gatewayPolicy: GatewayPolicy {
    var policy = GatewayPolicy()
    policy.answerTimeout = server.answerTimeout
    policy.maximumSending = upstream.maxSending
    policy.queueSize = upstream.queue.size
    policy.queueDeadline = upstream.queue.deadline
    policy.maximumRunning = upstream.maxRunning
    policy.rate = rate
    policy.onUnknown = upstream.onUnknown
    policy.polling.first = upstream.poll.first
    policy.polling.factor = upstream.poll.factor
    policy.polling.maximum = upstream.poll.max
    policy.polling.giveUp = upstream.poll.giveUp
    policy.polling.concurrency = upstream.poll.concurrency
    policy.breaker.failures = upstream.breaker.failures
    policy.breaker.firstPause = upstream.breaker.first
    policy.breaker.longestPause = upstream.breaker.max
    policy.sharing =
      switch cache.scope {
      case .gateway: .gateway
      case .team: .team
      case .key: .key
      }
    policy.timeToLive = Self.duration(cache.effectiveTTL)
    policy.keepsFiles = cache.assets == .mirror
    policy.mirrorWait = cache.mirrorWait
    policy.maximumStored = Int64(cache.maxSize.bytes)
    policy.maximumFile = Int64(cache.maxFile.bytes)
    policy.memoryForResults = cache.memory
    policy.replaysOnly = mode == .replay
    policy.timeZone = timeZone
    policy.retention.minutes = Self.duration(retention.minutes)
    policy.retention.ledger = Self.duration(retention.ledger)
    return policy
  }

  /// `nil` for ever.
  private static func duration(_ time: CacheTTL) -> Duration? {
    switch time {
    case .forever: nil
    case .limited(let duration): duration
    }
  }

  /// What the file says to the server of the client API.
  ///
  /// - Parameter identity: the certificate that it names; `nil` where it names none.
  /// - Returns: what the server is started with.
  func clientServerSettings(identity: ServerIdentity?) -> ClientServerSettings {
    var settings = ClientServerSettings(
      publicURL: server.publicURL, bodyLimit: server.limits.body, headerLimit: server.limits.headers,
      maximumConnections: server.limits.connections)
    switch server.listen {
    case .network(let host, let port): (settings.host, settings.port) = (host, port)
    case .socket(let path):
      settings.socket = ListenSocket(path: path)
      settings.transport.isSocket = true
    }
    settings.connections.perAddress = server.limits.perAddress
    settings.connections.shutdownTime = shutdownTime
    settings.transport.identity = identity
    settings.transport.strictTransport = server.encryption.strictTransport
    settings.transport.trustedProxies = TrustedProxies(server.trustedProxies)
    return settings
  }

  /// How long a graceful end may take: as long as the longest upstream call, and a little.
  var gracePeriod: Duration { upstream.requestTimeout + .seconds(5) }

  /// How long clients may take of it. What is left is for the rest of the process.
  var shutdownTime: Duration { max(.seconds(1), gracePeriod - .seconds(1)) }

  /// Where the certificate is that clients are shown; `nil` where nothing is encrypted.
  var certificateFiles: CertificateFiles? {
    guard let certificate = server.encryption.certificate, let key = server.encryption.key else { return nil }
    return CertificateFiles(certificate: certificate, key: key)
  }

  /// How clients address the gateway.
  var listenerURL: String {
    switch server.listen {
    case .network: (certificateFiles == nil ? "http://" : "https://") + server.listen.description
    case .socket: server.listen.description
    }
  }

  /// What the file says to the upstream's client.
  func upstreamSettings(version: String) -> ShortAPIClient.Configuration {
    var settings = ShortAPIClient.Configuration(baseURL: upstream.baseURL)
    settings.connectTimeout = upstream.connectTimeout
    settings.requestTimeout = upstream.requestTimeout
    // A question that waited for a connection would be one in flight that is not asked.
    settings.maximumConnections = max(settings.maximumConnections, upstream.poll.concurrency)
    settings.version = version
    return settings
  }

  /// What the file says to the client that downloads results' files.
  func downloadSettings(version: String) -> FileDownloader.Configuration {
    var policy = AddressPolicy.forDownloads(from: upstream.baseURL)
    policy.ownListeners = networkListeners.map { .init(host: $0.host, port: $0.port) }
    var settings = FileDownloader.Configuration(policy: policy)
    settings.connectTimeout = upstream.connectTimeout
    settings.version = version
    return settings
  }

  /// The keys and budgets of the file.
  func declaration(at now: Timestamp) -> Declaration {
    let teams = Dictionary(teams.map { ($0.name, $0.budgets) }) { first, _ in first }
    return Declaration(budgets: budgets, teams: teams, keys: storedKeys(at: now))
  }

  /// What the administration shows of the program and its file.
  func programFacts(version: String) -> ProgramFacts {
    ProgramFacts(version: version, upstream: upstream.baseURL.description, configuration: summary)
  }

  /// Where each key of the file is declared, by its name.
  var declarations: [String: String] {
    Dictionary(keys.map { ($0.name, $0.location.description) }) { first, _ in first }
  }

  /// Where each team of the file is declared, by its name.
  var teamDeclarations: [String: String] {
    Dictionary(teams.map { ($0.name, $0.location.description) }) { first, _ in first }
  }

  /// The callbacks' signing secrets of the file, by the names of their keys.
  var callbackSecrets: [String: SigningSecret] {
    Dictionary(keys.compactMap { key in key.callbackSecret.map { (key.name, $0) } }) { first, _ in first }
  }

  /// The keys of the file. A new name gets the identity that it has here; one that is known keeps its own.
  func storedKeys(at now: Timestamp) -> [StoredKey] {
    keys.map { declared in
      StoredKey(
        key: Key(
          id: .random(), name: declared.name, team: declared.team, origin: .declared, models: declared.models,
          replayOnly: declared.mode == .replay, limits: declared.limits, createdAt: now, expiresAt: declared.expires),
        digest: declared.digest)
    }
  }
}

extension Logger.Level {
  init(_ level: GatewayConfiguration.Log.Level) {
    self =
      switch level {
      case .trace: .trace
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
  }
}

extension LogFormat {
  init(_ format: GatewayConfiguration.Log.Format) {
    self =
      switch format {
      case .json: .json
      case .text: .text
      }
  }
}

extension RequestLog.Detail {
  init(_ requests: GatewayConfiguration.Log.Requests) {
    self =
      switch requests {
      case .none: .none
      case .purchases: .purchases
      case .all: .all
      }
  }
}
