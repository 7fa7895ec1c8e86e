/// Reads a catalogue document, such as the embedded catalogue.json.
struct CatalogueReader {
  /// What is wrong with a catalogue document, and where.
  struct Failure: Error, Equatable, CustomStringConvertible {
    let description: String
  }

  static func models(_ bytes: [UInt8]) throws(Failure) -> [CatalogueModel] {
    let document: JSONValue
    do {
      document = try CanonicalJSON.parse(bytes)
    } catch {
      throw Failure(description: error.description)
    }
    guard let entries = document["models"]?.array else { throw Failure(description: "\"models\" is not an array") }
    var models: [CatalogueModel] = []
    for entry in entries { models.append(try model(entry)) }
    return models
  }

  private static func model(_ entry: JSONValue) throws(Failure) -> CatalogueModel {
    guard let id = entry["id"]?.string else { throw Failure(description: "a model without \"id\"") }
    guard let category = entry["category"]?.string, let list = entry["args"]?.array else {
      throw Failure(description: "\(id): \"category\" or \"args\" is missing")
    }
    var arguments: [CatalogueArgument] = []
    for argument in list { arguments.append(try self.argument(argument, of: id)) }
    return CatalogueModel(
      id: id, category: category, resultKey: entry["result_key"]?.string, isTruncated: entry["truncated"]?.bool ?? false,
      arguments: arguments, pricing: try entry["pricing"].map { (value) throws(Failure) in try pricing(value, of: id) })
  }

  private static func argument(_ entry: JSONValue, of id: String) throws(Failure) -> CatalogueArgument {
    guard let name = entry["name"]?.string, let type = entry["type"]?.string else {
      throw Failure(description: "\(id): an argument without \"name\" or \"type\"")
    }
    return CatalogueArgument(
      name: name, type: type, defaultValue: entry["default"], options: entry["options"]?.array ?? [],
      minimum: entry["min"])
  }

  private static func pricing(_ entry: JSONValue, of id: String) throws(Failure) -> Pricing {
    guard let name = entry["unit"]?.string, let unit = Pricing.Unit(rawValue: name) else {
      throw Failure(description: "\(id): an unknown \"unit\" of the price")
    }
    let selectors = (entry["by"]?.array ?? []).compactMap(\.string).map { PriceSelector($0) }
    let table = try entry["usd"].map { (value) throws(Failure) in try self.table(value, depth: selectors.count, of: id) }
    guard (table == nil) == (unit == .tokens) else { throw Failure(description: "\(id): a price needs \"usd\"") }
    return Pricing(unit: unit, selectors: selectors, table: table, multiplier: entry["multiply_by"]?.string)
  }

  private static func table(_ entry: JSONValue, depth: Int, of id: String) throws(Failure) -> PriceTable {
    if depth == 0 {
      if let price = entry.string.flatMap({ Money($0) }) { return .amount(price) }
      if let base = money(entry["base"]), let perSecond = money(entry["per_second"]) {
        return .started(base: base, perSecond: perSecond, atTwoSeconds: money(entry["at_2s"]))
      }
      throw Failure(description: "\(id): not an amount of dollars: \(CanonicalJSON.text(entry))")
    }
    guard let object = entry.object, !object.isEmpty else {
      throw Failure(description: "\(id): the price table has fewer levels than \"by\"")
    }
    var rows: [PriceTable.Row] = []
    for member in object.members {
      let keys = member.name.text.split(separator: ",").map { JSONString(String($0)) }
      rows.append(PriceTable.Row(keys: keys, table: try table(member.value, depth: depth - 1, of: id)))
    }
    return .rows(rows)
  }

  private static func money(_ value: JSONValue?) -> Money? { value?.string.flatMap { Money($0) } }
}
