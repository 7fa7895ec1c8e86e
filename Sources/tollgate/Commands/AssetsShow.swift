import ArgumentParser
import TollgateCore

struct AssetsShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one kept file, and the purchases that name it.",
    discussion: "  tollgate assets show $(tollgate assets list --json | jq -r '.[0].name')")

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The file's name, or its SHA-256.", transform: ArgumentReading.asset)
  var file: AssetName
  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let detail = try await source.access().run { try await $0.asset(file.id) }
    Console.result(
      json ? try JSONText.pretty(detail) : AssetTable.rendered(detail, at: SystemTimeSource().now(), on: .output))
  }
}
