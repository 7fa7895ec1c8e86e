import Logging
import NIOConcurrencyHelpers
import TollgateConfiguration
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTelemetry

/// Reads the configuration file again while the gateway runs: on SIGHUP, and when somebody asks the administration. A file with a
/// mistake in it changes nothing.
final class Reloading: Sendable {
  /// What others do about a reload.
  struct Hooks: Sendable {
    /// Told when one begins, such as the service manager.
    var begins: @Sendable () -> Void = {}
    /// Told when it has ended, well or not.
    var ends: @Sendable () -> Void = {}
    /// Reads again what the file only names, such as a certificate, before anything has changed. What it throws ends the reload;
    /// what it returns puts it to use when nothing can fail any more.
    var rereads: @Sendable (GatewayConfiguration) throws(CommandFailure) -> @Sendable () -> Void = { _ in {} }
  }

  private let load: @Sendable () throws(CommandFailure) -> GatewayConfiguration
  private let engine: Engine
  private let adminToken: AdminToken
  private let logLevel: LogLevel
  private let hooks: Hooks
  private let logger: Logger
  private let running: NIOLockedValueBox<GatewayConfiguration>
  /// One after the other.
  private let turnstile = Turnstile()

  /// - Parameters:
  ///   - configuration: what is in force.
  ///   - load: reads the file.
  ///   - engine: what goes by it.
  ///   - adminToken: likewise.
  ///   - logLevel: likewise.
  ///   - hooks: what others do.
  ///   - logger: hears of every reload.
  init(
    of configuration: GatewayConfiguration, load: @escaping @Sendable () throws(CommandFailure) -> GatewayConfiguration,
    engine: Engine, adminToken: AdminToken, logLevel: LogLevel, hooks: Hooks, logger: Logger
  ) {
    running = NIOLockedValueBox(configuration)
    self.load = load
    self.engine = engine
    self.adminToken = adminToken
    self.logLevel = logLevel
    self.hooks = hooks
    self.logger = logger
  }

  /// Reads the file, and goes by it as far as that is possible without a restart.
  ///
  /// - Throws: ``AdministrationError`` with what is wrong and where; nothing has changed then.
  func reload() async throws(AdministrationError) -> ConfigurationReload {
    try await turnstile.pass { () async throws(AdministrationError) in
      hooks.begins()
      defer { hooks.ends() }
      do throws(AdministrationError) {
        let report = try await change()
        logger.notice(
          "the configuration was read again",
          metadata: [
            "changed": .array(report.changed.map { "\($0.name)" }),
            "needs_restart": .array(report.needsRestart.map { "\($0.name)" }),
          ])
        return report
      } catch {
        logger.error("the configuration was read again, and is not used: nothing has changed", metadata: ["error": "\(error)"])
        throw error
      }
    }
  }

  /// A file that is being written, or has been moved away, says nothing. That would lift every budget, and have a gateway buy that is
  /// not meant to.
  private static func check(_ file: GatewayConfiguration, after running: GatewayConfiguration) throws(CommandFailure) {
    guard file.isFromFile || !running.isFromFile else {
      throw CommandFailure(
        .configuration,
        """
        The configuration file is gone or says nothing, and the gateway goes by one that does: nothing has changed. Put it back and \
        reload; where all defaults are meant, restart the gateway.
        """)
    }
  }

  private func change() async throws(AdministrationError) -> ConfigurationReload {
    let plan: ReloadPlan
    let use: @Sendable () -> Void
    do throws(CommandFailure) {
      let file = try load()
      let running = running.withLockedValue { $0 }
      try Self.check(file, after: running)
      plan = ReloadPlan(running: running, file: file)
      // A gateway that could not be started with the file does not take a part of it.
      for configuration in [file, plan.configuration] {
        try AccessRules.check(configuration, hasStoredKeys: engine.gateway.keyRing.mode == .keyed)
      }
      use = try hooks.rereads(plan.configuration)
    } catch {
      throw AdministrationError(.invalid, error.sentence)
    }
    let configuration = plan.configuration
    do throws(StoreError) {
      try await engine.reload(configuration.engineReload(at: engine.gateway.now()))
    } catch {
      throw AdministrationError(ofReload: error)
    }
    use()
    adminToken.replace(by: configuration.admin.token)
    logLevel.current = Logger.Level(configuration.log.level)
    engine.administration.declared.take(configuration)
    running.withLockedValue { $0 = configuration }
    return plan.report
  }
}

extension AdministrationError {
  fileprivate init(ofReload error: StoreError) {
    switch error {
    case .conflict(let sentence): self.init(.invalid, "The declared keys cannot be used: \(sentence).")
    default: self.init(.unavailable, "The keys and budgets of the file could not be written: \(error). Nothing has changed.")
    }
  }
}

extension DeclaredFacts {
  /// Shows what this configuration declares.
  func take(_ configuration: GatewayConfiguration) {
    keys = configuration.declarations
    teams = configuration.teamDeclarations
    secrets = configuration.callbackSecrets
    program = configuration.programFacts(version: Tollgate.version)
  }
}

extension GatewayConfiguration {
  /// What the file says to a running engine.
  func engineReload(at now: Timestamp) -> EngineReload {
    EngineReload(
      policy: gatewayPolicy, catalogue: Catalogue.builtIn.overriding(modelRules), declaration: declaration(at: now),
      callbackSecrets: callbackSecrets)
  }
}
