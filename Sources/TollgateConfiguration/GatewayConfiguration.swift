package import Foundation
package import TollgateCore

/// The gateway's configuration: `gateway.yaml` and the `TOLLGATE_…` variables, checked, with every default filled in.
///
/// It never changes; a reload makes another one. Each section has its settings with their defaults and units.
package struct GatewayConfiguration: Sendable {
  /// Whose midnights begin the days and months of the ledger.
  ///
  /// - `time_zone` (default `UTC`): a name of the IANA time zone database.
  package internal(set) var timeZone = TimeZone(identifier: "UTC") ?? .gmt

  /// Whether the gateway buys.
  ///
  /// - `mode` (default `live`): `live` or `replay`.
  package internal(set) var mode = Mode.live

  /// Where and how clients are served.
  package internal(set) var server = Server()
  /// How ShortAPI is asked.
  package internal(set) var upstream = Upstream()
  /// Where the gateway keeps what it knows.
  package internal(set) var storage = Storage()
  /// Who shares results, and for how long.
  package internal(set) var cache = Cache()
  /// How long details are kept.
  package internal(set) var retention = Retention()

  /// How much all keys together may spend.
  ///
  /// - `budgets.day`, `budgets.month`, `budgets.total` (default `unlimited`): an amount of dollars; 0 buys nothing.
  package internal(set) var budgets = BudgetLimits()
  /// How fast the creates of all keys together may come.
  ///
  /// - `rate.creates_per_minute`, `rate.generations_per_minute` (default `unlimited`): 1 to 1000000000.
  package internal(set) var rate = RateLimits()

  /// The teams of the file, in its order; no name twice.
  package internal(set) var teams: [Team] = []
  /// The keys of the file, in its order; no name and no secret twice, each one's team among ``teams``.
  package internal(set) var keys: [DeclaredKey] = []
  /// What the file says about models, in its order, for `Catalogue.overriding`.
  package internal(set) var modelRules: [ModelRule] = []

  /// Where jobs' records are posted when clients ask for it.
  package internal(set) var callbacks = Callbacks()
  /// Who may look after the gateway from a browser.
  package internal(set) var admin = Admin()
  /// Who may read the figures.
  package internal(set) var metrics = Metrics()
  /// What is logged.
  package internal(set) var log = Log()

  /// Whether there is a file that says something; not where all comes from defaults and variables.
  package internal(set) var isFromFile = false

  /// Every setting of a fixed name with its origin, in the order of the file in the repository.
  var settings: [EffectiveSetting] = []
  /// What the file's keys, teams and models have, in the order of reading.
  var items: [ConfiguredItem] = []

  /// Whether the gateway, or one key, may buy.
  package enum Mode: String, Sendable, CaseIterable {
    /// What is not cached is bought.
    case live
    /// Only what is cached is answered; nothing is ever bought.
    case replay
  }

  /// Where a setting such as `server.listen` was set, for messages about it; `default` for an unknown name too.
  package func origin(of setting: String) -> SettingOrigin {
    settings.first { $0.path.joined(separator: ".") == setting }?.origin ?? .builtIn
  }
}

extension GatewayConfiguration: Equatable {
  /// Two configurations are equal when all values are, wherever they were set.
  package static func == (left: GatewayConfiguration, right: GatewayConfiguration) -> Bool {
    left.timeZone == right.timeZone && left.mode == right.mode && left.server == right.server && left.upstream == right.upstream
      && left.storage == right.storage && left.cache == right.cache
      && left.retention == right.retention && left.budgets == right.budgets
      && left.rate == right.rate && left.teams == right.teams && left.keys == right.keys
      && left.modelRules == right.modelRules && left.callbacks == right.callbacks && left.admin == right.admin
      && left.metrics == right.metrics && left.log == right.log
  }
}
