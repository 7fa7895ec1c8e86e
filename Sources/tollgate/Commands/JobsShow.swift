import ArgumentParser
import TollgateCore

struct JobsShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one purchase with its lines in the ledger.", discussion: "  tollgate jobs show g17")

  @OptionGroup var source: ConfigurationOption
  @Argument(help: "The purchase, such as g17.", transform: ArgumentReading.purchase)
  var purchase: GenerationNumber
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let detail = try await AdministrationAccess(configuration: try source.load()).run { try await $0.generation(purchase) }
    if json { return try Console.json(detail) }
    Console.result(PurchaseTable.rendered(detail, width: Terminal.width))
    if detail.summary.state == .unknown {
      Console.remark(
        "ShortAPI may or may not have taken it. Look at your account there, then settle it with "
          + "tollgate jobs resolve \(purchase) --charged [--upstream-id ID], --not-charged or --resend.")
    }
  }
}
