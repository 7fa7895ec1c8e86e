import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// The gateway itself.
  static let gateway: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "configuration", "showConfiguration",
      "The configuration in force, with secrets masked, and where each value was set.", answer: .json(.named("Configuration"))
    ) { call in
      try call.request.checkParameters([])
      return .json(try await call.administration.configuration())
    },
    AdministrationRoute(
      .post, "configuration/reload", "reloadConfiguration",
      "Reads the configuration file again. What needs a restart stays as it is; a file with a mistake in it changes nothing.",
      answer: .json(.named("ConfigurationReload"))
    ) { call in
      try call.request.checkParameters([])
      return .json(try await call.administration.reloadConfiguration())
    },
    AdministrationRoute(
      .get, "health", "showHealth", "What the gateway is made of, whether it can do its work, and how much of it there is.",
      answer: .json(.named("Health"))
    ) { call in
      try call.request.checkParameters([])
      return .json(try await call.administration.health())
    },
  ]
}
