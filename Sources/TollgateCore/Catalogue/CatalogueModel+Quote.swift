extension CatalogueModel {
  /// The category of models that `/v1/chat/completions` serves.
  private static let languageModels = "llm"
  /// The largest number of images that a price is computed for.
  private static let maximumImages: Int64 = 1000
  /// The vendor's names of image sizes and the side of their square.
  private static let squares: [(name: JSONString, side: Int64)] = [("1K", 1024), ("1.5K", 1536)]

  /// What the catalogue says a create costs.
  ///
  /// Where the vendor's page leaves something open, these are the readings:
  /// - An argument that is left out has the page's default, also where the page was read in part; without one the dearest row
  ///   counts. So does it for a value that no row knows, `null` included. Values match their row also in another case (`720P`),
  ///   and numbers in another spelling (`"5.0"`).
  /// - `audio` or `no_audio` is what the switch that the rule names says (`true`, `"on"`). On pages read in part any of
  ///   `generate_audio`, `sound` and `audio` is the switch. `clips` is `multi` where `multi_shot`, `multi_clip` or
  ///   `generate_multi_clip_switch` is on; not said is the dearest.
  /// - "Per request" is not multiplied by `num_images`, "per image" is, also beyond the page's options.
  /// - "Per second" is multiplied by `duration`, a number or a string that holds one, also where the page does not say so.
  ///   Less than the vendor sells counts as what it may make of that; see ``CatalogueModel/seconds(_:)``. A
  ///   rule that counts the input's seconds as well has no price: the gateway does not know the input's length. Neither has a
  ///   page that was read in full and lists no `duration`, whatever the create says, unless gateway.yaml has a default.
  /// - "Base + second" is the base and `duration` times the amount per second: the dearer of two possible readings (the other
  ///   has the first second in the base). Exactly two seconds have their own price where the page names one.
  /// - "Megapixel" counts `num_images` squares of 1024 (`1K`) or 1536 (`1.5K`) pixels: no other shape of these sizes is larger.
  /// - An amount is rounded up to the nano-dollar, once, at the end.
  func quote(args: JSONObject) -> Quote {
    guard category != Self.languageModels else {
      return .unknown(reason: "\(id) is a language model, which is priced by tokens: call /v1/chat/completions instead")
    }
    guard let pricing, let table = pricing.table else {
      return .unknown(reason: "the catalogue has no price for \(id)")
    }
    do {
      let quantity = try quantity(pricing, args)
      guard let price = cost(table, pricing.selectors[...], quantity, args) else {
        return .unknown(reason: "the price of this create of \(id) is out of range")
      }
      return .price(price)
    } catch {
      return .unknown(reason: error.reason)
    }
  }

  private struct NoQuantity: Error { let reason: String }

  private func quantity(_ pricing: Pricing, _ args: JSONObject) throws(NoQuantity) -> Quantity {
    switch pricing.unit {
    case .request, .video, .tokens:
      return .one
    case .image:
      return try images(args)
    case .megapixel:
      let side = square(args)?.side ?? Self.squares.map(\.side).max() ?? 0
      guard let quantity = try images(args).multiplied(by: side * side) else {
        throw NoQuantity(reason: "the price of this create of \(id) is out of range")
      }
      return quantity.dividedByTen(6)
    case .second, .baseAndSecond:
      if let multiplier = pricing.multiplier, multiplier != "duration" {
        throw NoQuantity(reason: "\(id) is priced by \(multiplier), and the gateway does not know the input's length")
      }
      guard let value = value(of: "duration", in: args) else {
        throw NoQuantity(
          reason: isChargedByItsInput
            ? "\(id) is priced by the second of its input, and the gateway does not know the input's length"
            : "\(id) is priced by the second, and the create names no duration")
      }
      guard let seconds = seconds(value) else {
        throw NoQuantity(
          reason: "\(id) is priced by the second, and duration is not a number of seconds up to \(Self.maximumSeconds)")
      }
      return seconds
    }
  }

  private func images(_ args: JSONObject) throws(NoQuantity) -> Quantity {
    guard let value = value(of: "num_images", in: args) else { return .one }
    guard let images = Quantity(value, maximum: Self.maximumImages, isWhole: true) else {
      throw NoQuantity(
        reason: "\(id) is priced by the image, and num_images is not a whole number from 1 to \(Self.maximumImages)")
    }
    return images
  }

  /// The image size that a create of a model priced by the megapixel asks for; `nil` where it is none of the vendor's, so that
  /// the largest counts.
  func square(_ args: JSONObject) -> (name: JSONString, side: Int64)? {
    guard case .string(let name)? = value(of: "resolution", in: args) else { return nil }
    return Self.squares.first { $0.name == name }
  }

  /// The cost by a table: of the row that the create asks for, or of the dearest.
  private func cost(_ table: PriceTable, _ selectors: ArraySlice<PriceSelector>, _ quantity: Quantity, _ args: JSONObject)
    -> Money?
  {
    switch table {
    case .amount(let price):
      return quantity.cost(at: price)
    case .started(let base, let perSecond, let atTwoSeconds):
      if let atTwoSeconds, quantity.isEqual(to: 2) { return atTwoSeconds }
      return quantity.cost(at: perSecond).map { base + $0 }
    case .rows(let rows):
      let row = PriceTable.row(rows, knowing: selectors.first?.key(in: self, args: args))
      var dearest = Money.zero
      for row in row.map({ [$0] }) ?? rows {
        guard let cost = cost(row.table, selectors.dropFirst(), quantity, args) else { return nil }
        dearest = max(dearest, cost)
      }
      return dearest
    }
  }
}
