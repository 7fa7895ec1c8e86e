import Testing
import TollgateCore

@testable import tollgate

/// Something that the command line shows to people.
struct Rendering: Sendable, CustomTestStringConvertible {
  /// What it is made of.
  enum Form: Sendable, Equatable {
    /// A table, of so many lines with its titles where no column is left out.
    case table(lines: Int)
    /// Facts and sentences, perhaps with tables.
    case facts
  }

  let name: String
  let form: Form
  private let body: @Sendable (_ text: String, _ amount: String, _ screen: Screen) throws -> String

  private init(
    _ name: String, _ form: Form = .table(lines: 2),
    _ body: @escaping @Sendable (_ text: String, _ amount: String, _ screen: Screen) throws -> String
  ) {
    self.name = name
    self.form = form
    self.body = body
  }

  var testDescription: String { name }

  /// What is shown, with a text from outside wherever one can stand, and an amount wherever money is.
  func shown(_ text: String, amount: String = "5", on screen: Screen) throws -> String { try body(text, amount, screen) }
}

extension Rendering {
  /// All of them. Of one result it is `cache show`, whose JSON and links are as wide as they are, that is left to tests of its own.
  static let all = tables + facts

  private static let now = Samples.moment

  private static let tables = [
    Rendering("keys") { KeyTable.rendered([try Samples.key($0, amount: $1)], at: now, on: $2) },
    Rendering("teams") { TeamTable.rendered([try Samples.team($0, amount: $1)], on: $2) },
    Rendering("purchases") { PurchaseTable.rendered([try Samples.purchase($0, amount: $1)], at: now, on: $2) },
    Rendering("results") { ResultTable.rendered([try Samples.result($0, amount: $1)], at: now, on: $2) },
    Rendering("callbacks") { CallbackTable.rendered([try Samples.callback($0)], at: now, on: $2) },
    Rendering("ledger") { LedgerTable.rendered([try Samples.ledger($0, amount: $1)], on: $2) },
    Rendering("budgets") { BudgetTable.rendered([try Samples.budget($0, amount: $1)], on: $2) },
    Rendering("usage by key", .table(lines: 3)) { UsageTable.rendered(Samples.usage($0, amount: $1), on: $2) },
    Rendering("usage by model", .table(lines: 3)) {
      UsageTable.rendered(Samples.usage($0, by: .model, amount: $1), on: $2)
    },
    Rendering("history") { HistoryTable.rendered(try Samples.series(amount: $1), on: $2) },
    Rendering("files") { AssetTable.rendered([try Samples.asset()], at: now, on: $2) },
  ]

  private static let facts = [
    Rendering("key", .facts) { KeyTable.rendered(try Samples.key($0, amount: $1), at: now, on: $2) },
    Rendering("team", .facts) { TeamTable.rendered(try Samples.team($0, amount: $1), on: $2) },
    Rendering("purchase", .facts) { PurchaseTable.rendered(try Samples.purchaseDetail($0), on: $2) },
    Rendering("file", .facts) { AssetTable.rendered(try Samples.assetDetail(), at: now, on: $2) },
    Rendering("status", .facts) { StatusText.rendered(try Samples.health($0), try Samples.storage(), at: now, on: $2) },
    Rendering("quote", .facts) { QuoteText.rendered(try Samples.quote($0, amount: $1), on: $2) },
    Rendering("explanation", .facts) {
      ExplanationText.rendered(try Samples.explanation($0, differs: true), at: now, on: $2)
    },
    Rendering("explanation of the same", .facts) {
      ExplanationText.rendered(try Samples.explanation($0, differs: false), at: now, on: $2)
    },
    Rendering("verification", .facts) {
      VerificationText.rendered(try Samples.verification($0, amount: $1), at: now, on: $2)
    },
  ]
}
