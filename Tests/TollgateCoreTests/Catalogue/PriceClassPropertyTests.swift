import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite struct PriceClassPropertyTests {
  /// Creates of one class have one quote, so creates with different quotes are in different classes.
  @Test(arguments: Catalogue.builtIn.models.map(\.id) + ["acme/new"]) func oneClassHasOneQuote(_ id: String) throws {
    var random = SeededGenerator(seed: 3)
    let arguments = Self.arguments(of: Catalogue.builtIn.model(id))
    var quotes: [PriceClass: Quote] = [:]
    var shared = 0
    for _ in 0..<400 {
      var args: JSONObject = [:]
      for (name, values) in arguments where random.chance(2, in: 3) { args[name] = values[random.below(values.count)] }
      let quote = Catalogue.builtIn.quote(model: id, args: args)
      let priceClass = Catalogue.builtIn.priceClass(model: id, args: args)
      #expect(priceClass.description.utf8.count <= 256)
      if let known = quotes[priceClass] {
        shared += 1
        #expect(known == quote, "\(priceClass): \(CanonicalJSON.text(.object(args)))")
      }
      quotes[priceClass] = quote
    }
    #expect(shared > 50)
    #expect(quotes.count > 10)
  }

  /// The arguments that may count, each with values that a row knows, in several spellings, and values that none does.
  private static func arguments(of model: CatalogueModel?) -> [(name: JSONString, values: [JSONValue])] {
    let odd: [JSONValue] = ["other", "", "1080", .null, true, 7, ["pro"], [:]]
    let switches: [JSONValue] = [true, false, "on", "off", "yes", "loud", .null, 1]
    let quantities: [JSONValue] = [
      1, 2, 5, "5", "5.0", "05", "5e0", 8, "8", 10, "10.00", 7, "7.5", "7.50", "2.5", 0, "-1", "auto", "", .null, true, [5],
      1001, 86_401,
      "0.000000000000000001", "1e18", "123456789012345678901",
    ]
    var arguments: [(JSONString, [JSONValue])] = [("num_images", quantities), ("duration", quantities)]
    for name in ["generate_audio", "sound", "audio", "multi_shot", "multi_clip", "generate_multi_clip_switch"] {
      arguments.append((JSONString(name), switches))
    }
    let rows = model?.pricing?.table?.keys ?? []
    for name in ["mode", "resolution", "performance"] {
      let options = model?.argument(name)?.options ?? []
      let spellings = (options.compactMap(\.string) + rows).flatMap { [$0, $0.uppercased(), $0.lowercased()] }
      arguments.append((JSONString(name), spellings.map { .text($0) } + odd))
    }
    return arguments
  }
}

extension PriceTable {
  /// The keys of all levels.
  fileprivate var keys: [String] {
    guard case .rows(let rows) = self else { return [] }
    return rows.flatMap { row in row.keys.map(\.text) + row.table.keys }
  }
}
