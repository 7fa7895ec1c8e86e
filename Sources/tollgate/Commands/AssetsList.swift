import ArgumentParser
import Foundation
import TollgateCore

struct AssetsList: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List kept files, those first that were stored last.", discussion: "  tollgate assets list")

  @OptionGroup var source: AdministrationOptions

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "file"), transform: ArgumentReading.asset)
  var before: AssetName?

  @OptionGroup var limit: PageLimit
  @OptionGroup var view: ViewOptions

  static var title: String { "assets list" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [AssetSummary] {
    try await administration.assets(AssetQuery(before: before, limit: limit.count))
  }

  func script(of assets: [AssetSummary]) throws -> String? { view.json ? try JSONText.pretty(assets) : nil }

  func page(of assets: [AssetSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !assets.isEmpty else {
      return Page(remarks: [
        before == nil
          ? "No files are kept yet; those of results are copied when their jobs succeed, with cache.assets: mirror."
          : "There are no files before that one."
      ])
    }
    return Page(
      result: AssetTable.rendered(assets, at: now, on: screen), remarks: limit.remark(on: assets.count, last: assets.last?.name)
    )
  }
}
