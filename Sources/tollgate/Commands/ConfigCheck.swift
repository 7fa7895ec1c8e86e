import ArgumentParser
import Foundation
import TollgateConfiguration

struct ConfigCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say whether the configuration is right, or what is wrong and where.",
    discussion: "The exit code is 78 when something is wrong.")

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var here: HereOnly

  func run() throws {
    _ = try source.load()
    let standard = GatewayConfiguration.standardFile
    if let file = source.file ?? (FileManager.default.fileExists(atPath: standard) ? standard : nil) {
      Console.result("\(file) is ok.")
    } else {
      Console.result("There is no \(standard) here: everything has its default or comes from the environment, and is ok.")
    }
  }
}
