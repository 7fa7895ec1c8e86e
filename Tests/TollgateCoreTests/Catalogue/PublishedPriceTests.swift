import Testing

@testable import TollgateCore

/// Every priced model of the vendor's pages, in every combination of what counts for its price.
@Suite struct PublishedPriceTests {
  private struct Mismatch: Equatable {
    let args: String
    let quote: Money?
    let published: Money?
  }

  private static let models = PublishedPrices.all.flatMap(\.models)

  @Test(arguments: models) func everyCombinationCostsWhatThePageSays(_ model: String) throws {
    let mismatches = try published(model).compactMap { price -> Mismatch? in
      let quote = Catalogue.builtIn.quote(model: model, args: price.args).amount
      guard quote != price.dollars else { return nil }
      return Mismatch(args: CanonicalJSON.text(.object(price.args)), quote: quote, published: price.dollars)
    }
    #expect(mismatches == [])
  }

  @Test func theTablesHaveEveryPricedModelOnce() {
    let priced = Catalogue.builtIn.models.filter { $0.pricing != nil }.map(\.id)
    #expect(priced.count == 60)
    #expect(Self.models.sorted() == priced.sorted())
  }

  @Test func everyOtherModelHasNoPrice() {
    for model in Catalogue.builtIn.models where model.pricing == nil {
      #expect(Catalogue.builtIn.quote(model: model.id, args: ["num_images": 1, "duration": 5]).amount == nil, "\(model.id)")
    }
  }

  /// Each row of the price rule is asked for, alone and in each combination, and so is a value that no row knows.
  @Test(arguments: models) func theTableHasEveryRowOfThePrice(_ id: String) throws {
    let model = try #require(Catalogue.builtIn.model(id))
    let pricing = try #require(model.pricing)
    let prices = try published(id)
    let asked = Set(prices.map { price in pricing.selectors.map { $0.key(in: model, args: price.args) } })
    let paths = pricing.table?.paths ?? []
    for path in paths { #expect(asked.contains(path), "\(path)") }
    for (level, selector) in pricing.selectors.enumerated() {
      let rows = Set(paths.map { $0[level] })
      #expect(asked.contains { !rows.contains($0[level]) }, "\(selector) has only values that a row knows")
    }
  }

  /// Each option that the page lists is there for each argument that counts, and the argument left out.
  @Test(arguments: models) func theTableHasEveryOption(_ id: String) throws {
    let model = try #require(Catalogue.builtIn.model(id))
    let pricing = try #require(model.pricing)
    let prices = try published(id)
    var counting = pricing.selectors.compactMap(\.argumentName)
    switch pricing.unit {
    case .image: counting.append("num_images")
    case .megapixel: counting += ["num_images", "resolution"]
    case .second, .baseAndSecond: counting.append("duration")
    case .request, .video, .tokens: break
    }
    for name in counting {
      let values = Set(prices.map { $0.args[name] })
      #expect(values.isSuperset(of: model.argument(name)?.options ?? []), "\(name)")
      #expect(values.contains(nil), "\(name)")
    }
  }

  private func published(_ model: String) throws -> [PublishedPrices.Price] {
    try #require(PublishedPrices.all.first { $0.models.contains(model) }).prices()
  }
}

extension PriceTable {
  /// The keys that lead to each amount, one for each level.
  fileprivate var paths: [[JSONString?]] {
    guard case .rows(let rows) = self else { return [[]] }
    return rows.flatMap { row in row.keys.flatMap { key in row.table.paths.map { [key] + $0 } } }
  }
}

extension PriceSelector {
  fileprivate var argumentName: String? {
    switch self {
    case .argument(let name), .audio(let name): name
    case .clips: nil
    }
  }
}
