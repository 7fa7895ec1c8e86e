import ArgumentParser
import TollgateCore

struct CachePin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "Keep a result's files, whatever room they take.",
    discussion: """
      Without a pin, files that were not used for longest are removed when all together take more than cache.max_size.

        tollgate cache pin g17
        tollgate cache pin g17 --remove
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The purchase, such as g17.", transform: ArgumentReading.purchase)
  var purchase: GenerationNumber
  @Flag(help: "Take the pin away.")
  var remove = false

  func run() async throws {
    try await source.access().run { try await $0.pin(purchase, !remove) }
    Console.remark(
      remove
        ? "The files of \(purchase) may be removed to make room."
        : "The files of \(purchase) are kept until the pin is removed.")
  }
}
