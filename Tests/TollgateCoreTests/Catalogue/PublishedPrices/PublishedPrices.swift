import Testing
import TollgateCore

/// What the vendor's pages say that creates cost: every combination of the arguments that count for the price, with values that
/// no row knows (`"other"`) and without the argument.
///
/// The first line of a table names one more argument and its values, one for each column of prices. Each further line has the
/// other arguments and the prices in dollars. `?` is a price that is unknown. The prices were computed from the pages by
/// another program than the one under test.
struct PublishedPrices {
  /// One cell of a table.
  struct Price {
    let args: JSONObject
    let dollars: Money?
  }

  let models: [String]
  private let table: String

  init(of models: [String], table: String) {
    self.models = models
    self.table = table
  }

  static let all = [google, byteDance, shortAPI, midjourney, openAI, alibaba, kling, vidu, pixverse, suno].flatMap { $0 }

  /// The cells of the table, line by line.
  func prices() throws -> [Price] {
    let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let header = try #require(lines.first)
    var prices: [Price] = []
    for line in lines.dropFirst() {
      try #require(line.count == header.count, "\(line)")
      let args = try object(line[0])
      for (value, dollars) in zip(header, line).dropFirst() {
        var args = args
        if value != "absent" { args[header[0]] = try CanonicalJSON.parse(Array(value.utf8)) }
        prices.append(Price(args: args, dollars: try Self.dollars(dollars)))
      }
    }
    return prices
  }

  private static func dollars(_ text: String) throws -> Money? {
    if text == "?" { return nil }
    let dollars: Money = try #require(Money(text))
    return dollars
  }
}
