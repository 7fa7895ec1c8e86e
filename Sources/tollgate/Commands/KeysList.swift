import ArgumentParser
import Foundation
import TollgateCore

struct KeysList: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all keys, also revoked ones, and what is left of their budgets.",
    discussion: "The secrets are stored nowhere, so none is shown.")

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var view: ViewOptions

  /// Keys, and what is left of their budgets.
  struct Found: Sendable {
    let keys: [KeySummary]
    let budgets: [BudgetSummary]
  }

  static var title: String { "keys list" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> Found {
    Found(keys: try await administration.keys(), budgets: view.json ? [] : try await administration.budgets())
  }

  func script(of found: Found) throws -> String? { view.json ? try JSONText.pretty(found.keys) : nil }

  func page(of found: Found, at now: Timestamp, on screen: Screen) -> Page {
    guard !found.keys.isEmpty else {
      return Page(remarks: [
        "There are no keys: the gateway serves this machine only. tollgate keys create NAME makes the first."
      ])
    }
    let own = found.budgets.filter { $0.owner == .key }
    return Page(
      result: KeyTable.rendered(found.keys, at: now, on: screen)
        + (own.isEmpty ? "" : "\n" + BudgetTable.rendered(own, on: screen)))
  }
}
