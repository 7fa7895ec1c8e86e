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
  /// - Parameter dataFolder: what is to be the data folder, whatever is configured.
  /// - Returns: the configuration.
  /// - Throws: ``CommandFailure`` with a line for each problem.
  func load(dataFolder: String? = nil) throws(CommandFailure) -> GatewayConfiguration {
    try Self.load(file, dataFolder: dataFolder)
  }

  /// Reads the configuration of this file, or of the standard one.
  ///
  /// - Parameters:
  ///   - file: its path; `nil` for the standard one.
  ///   - dataFolder: what is to be the data folder, whatever is configured.
  /// - Returns: the configuration.
  /// - Throws: ``CommandFailure`` with a line for each problem.
  static func load(_ file: String?, dataFolder: String? = nil) throws(CommandFailure) -> GatewayConfiguration {
    var environment = ProcessInfo.processInfo.environment
    if let dataFolder { environment["TOLLGATE_STORAGE_PATH"] = dataFolder }
    do {
      return try GatewayConfiguration.load(file: file, environment: environment)
    } catch {
      throw CommandFailure(.configuration, error.description)
    }
  }

  /// Reads the configuration again that a gateway was started with. A pipe has said all that it had to say, or is waited for without end.
  ///
  /// - Parameter file: its path; `nil` for the standard one.
  /// - Returns: the configuration.
  /// - Throws: ``CommandFailure`` with a line for each problem.
  static func loadAgain(_ file: String?) throws(CommandFailure) -> GatewayConfiguration {
    let path = file ?? GatewayConfiguration.standardFile
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO {
      throw CommandFailure(
        .configuration, "\(path) is a pipe, which cannot be read a second time: nothing has changed. Restart the gateway.")
    }
    return try load(file)
  }
}
