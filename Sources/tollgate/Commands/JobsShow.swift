import ArgumentParser
import TollgateCore

struct JobsShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one purchase with its lines in the ledger.", discussion: "  tollgate jobs show g17")

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The purchase, such as g17.", transform: ArgumentReading.purchase)
  var purchase: GenerationNumber
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let detail = try await source.access().run { try await $0.generation(purchase) }
    guard !json else {
      Console.result(try JSONText.pretty(detail))
      return
    }
    Console.result(PurchaseTable.rendered(detail, on: .output))
    if detail.summary.state == .unknown {
      Console.remark(
        "ShortAPI may or may not have taken it. Look at your account there, then settle it with "
          + "tollgate jobs resolve \(purchase) --charged [--upstream-id ID], --not-charged or --resend.")
    }
  }
}
