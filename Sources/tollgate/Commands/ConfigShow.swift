import ArgumentParser
import TollgateConfiguration

struct ConfigShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the configuration in force as YAML.",
    discussion:
      "Each line says where its value comes from: a line of the file, an environment variable, or the default. Secrets are ***."
  )

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var here: HereOnly

  func run() throws {
    Console.result(try source.load().rendered())
  }
}
