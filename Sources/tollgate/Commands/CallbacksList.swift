import ArgumentParser
import Foundation
import TollgateCore

struct CallbacksList: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List callbacks, the newest first.",
    discussion: """
        tollgate callbacks list
        tollgate callbacks list --state given_up
        tollgate callbacks list --limit 200 --before c1000
      """)

  @OptionGroup var source: AdministrationOptions

  @Option(help: "Only those in this state.")
  var state: CallbackState?

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "callback"),
    transform: ArgumentReading.callback)
  var before: CallbackID?

  @OptionGroup var limit: PageLimit

  @OptionGroup var view: ViewOptions

  static var title: String { "callbacks list" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [CallbackSummary] {
    try await administration.callbacks(CallbackQuery(state: state, before: before, limit: limit.count))
  }

  func script(of callbacks: [CallbackSummary]) throws -> String? { view.json ? try JSONText.pretty(callbacks) : nil }

  func page(of callbacks: [CallbackSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !callbacks.isEmpty else { return Page(remarks: [nothing]) }
    var remarks = limit.remark(on: callbacks.count, last: callbacks.last?.id)
    if callbacks.contains(where: { $0.state == .givenUp }) {
      remarks.append("What was given up is posted again by tollgate callbacks retry CALLBACK, or --all-given-up.")
    }
    return Page(result: CallbackTable.rendered(callbacks, at: now, on: screen), remarks: remarks)
  }

  private var nothing: String {
    if let state { return "There are no callbacks that are \(state.rawValue)\(before == nil ? "" : " before that one")." }
    return before == nil
      ? "There are no callbacks yet; a create with a callback_url makes one." : "There are no callbacks before that one."
  }
}
