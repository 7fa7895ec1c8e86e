import ArgumentParser
import Foundation
import TollgateConfiguration

/// `--config FILE`, as most commands take it.
struct ConfigurationOption: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration file. Without it ./gateway.yaml is read where it exists; what is not set has its default.",
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String?

  /// Reads the configuration.
  ///
  /// - Throws: ``CommandFailure`` with a line for each problem.
  func load() throws(CommandFailure) -> GatewayConfiguration { try Self.load(file) }

  /// Reads the configuration of this file, or of the standard one.
  ///
  /// - Throws: ``CommandFailure`` with a line for each problem.
  static func load(_ file: String?) throws(CommandFailure) -> GatewayConfiguration {
    do {
      return try GatewayConfiguration.load(file: file, environment: ProcessInfo.processInfo.environment)
    } catch {
      throw CommandFailure(.configuration, error.description)
    }
  }
}
